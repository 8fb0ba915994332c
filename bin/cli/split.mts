import { splitCommand } from "./split-command";

process.exitCode = await splitCommand(process.argv.slice(2));
