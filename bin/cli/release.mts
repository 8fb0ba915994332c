import { releaseCommand } from "./release-command";

// One import alone: tsx loads what an .mts file imports by itself a second time beside what those modules require.
process.exitCode = await releaseCommand(process.argv.slice(2));
