import { articleVersionCommand } from "./article-version-command";

// One import alone: tsx loads what an .mts file imports by itself a second time beside what those modules require.
process.exitCode = await articleVersionCommand(process.argv.slice(2));
