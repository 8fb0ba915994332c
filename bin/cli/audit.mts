import { parseArgs } from "node:util";
import { closeDb } from "@/lib/db";
import { sealAll } from "@/lib/seals/commands";
import { auditHead, verifyAudit } from "@/lib/seals/queries";

const help = `Usage: node bin/sourcebench.mjs audit verify [--head HASH]
       node bin/sourcebench.mjs audit head

Every change is an event; seals chain their hashes. "verify" proves that no event or seal was
changed or removed and says how many events wait for the next seal. "head" seals what is settled and
prints the newest seal's hash: keep it elsewhere, and "verify --head HASH" shows later whether
anything was cut off since.

  node bin/sourcebench.mjs audit head > head.txt
  node bin/sourcebench.mjs audit verify --head "$(cat head.txt)"

Exit codes: 0 all is well, 1 something was changed or removed, 2 wrong use.`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  strict: false,
  options: { head: { type: "string" }, help: { type: "boolean", short: "h" } },
});

async function verify(head: string | undefined): Promise<number> {
  const report = await verifyAudit(head);
  for (const problem of report.problems) console.error(problem);
  const redacted = report.redacted > 0 ? `, ${report.redacted} redacted` : "";
  console.log(
    `${report.events} events in ${report.seals} seals${redacted}; ${report.unsealed} not sealed yet; head ${report.head ?? "none"}`,
  );
  console.log(report.problems.length === 0 ? "Verified." : `${report.problems.length} problems.`);
  return report.problems.length === 0 ? 0 : 1;
}

async function printHead(): Promise<number> {
  await sealAll();
  console.log((await auditHead()).head ?? "none");
  return 0;
}

async function main(): Promise<number> {
  const [action] = positionals;
  if (values.help) {
    console.log(help);
    return 0;
  }
  if (action === "verify") return verify(typeof values.head === "string" ? values.head : undefined);
  if (action === "head") return printHead();
  console.error(help);
  return 2;
}

process.exitCode = await main().finally(closeDb);
