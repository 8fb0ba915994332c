import { counted } from "@/lib/counted";
import { closeDb } from "@/lib/db";
import { sealAll } from "@/lib/seals/commands";
import { auditHead, verifyAudit } from "@/lib/seals/queries";
import { exitCodeLines, exitCodes, readWords, runCommand, wrongUse } from "./command";

const help = `Usage: node bin/sourcebench.mjs audit verify [--head HASH]
       node bin/sourcebench.mjs audit head

Every change is an event; seals chain their hashes. "verify" proves that no event or seal was
changed or removed and says how many events wait for the next seal. "head" seals what is settled and
prints the newest seal's hash: keep it elsewhere, and "verify --head HASH" shows later whether
anything was cut off since.

  node bin/sourcebench.mjs audit head > head.txt
  node bin/sourcebench.mjs audit verify --head "$(cat head.txt)"

${exitCodeLines("all is well", "something was changed or removed")}`;

const options = { head: { type: "string" }, help: { type: "boolean", short: "h" } } as const;

async function verify(head: string | undefined): Promise<number> {
  const report = await verifyAudit(head);
  const redacted = report.redacted > 0 ? `, ${report.redacted} redacted` : "";
  console.log(
    `${counted(report.events, "event")} in ${counted(report.seals, "seal")}${redacted}; ${report.unsealed} not sealed yet; head ${report.head ?? "none"}`,
  );
  for (const problem of report.problems) console.error(problem);
  const isEmpty = report.events === 0 && report.unsealed === 0 && report.seals === 0;
  const verified = isEmpty
    ? "Nothing has happened in this installation yet: there is nothing to verify. If you expected more, look at DATABASE_URL and DATA_DIR."
    : "Verified.";
  console.log(report.problems.length === 0 ? verified : `${counted(report.problems.length, "problem")}.`);
  return report.problems.length === 0 ? exitCodes.done : exitCodes.failed;
}

async function printHead(): Promise<number> {
  await sealAll();
  console.log((await auditHead()).head ?? "none");
  return exitCodes.done;
}

async function run(words: string[]): Promise<number> {
  const { values, positionals } = readWords({ args: words, allowPositionals: true, options });
  const [action, ...more] = positionals;
  if (more.length > 0) throw wrongUse(`"${more.join(" ")}" is one word too many.`);
  if (action === "verify") return verify(values.head);
  if (action === "head" && values.head === undefined) return printHead();
  throw wrongUse("Say what: verify or head.");
}

/** Runs `sourcebench audit` with its words and answers the exit code. */
export function auditCommand(words: string[]): Promise<number> {
  return runCommand({ help, run, close: closeDb }, words);
}
