import { corroborateCommand } from "./corroborate-command";

process.exitCode = await corroborateCommand(process.argv.slice(2));
