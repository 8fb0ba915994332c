import { constants, setPriority } from "node:os";
import { importCommand } from "./import-command";

// Work in bulk lets those go first who wait for an answer.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

// One import alone: tsx loads what an .mts file imports by itself a second time beside what those modules require.
process.exitCode = await importCommand(process.argv.slice(2));
