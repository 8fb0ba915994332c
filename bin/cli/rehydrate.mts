import { rehydrateCommand } from "./rehydrate-command";

process.exitCode = await rehydrateCommand(process.argv.slice(2));
