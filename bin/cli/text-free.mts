import { textFreeCommand } from "./text-free-command";

process.exitCode = await textFreeCommand(process.argv.slice(2));
