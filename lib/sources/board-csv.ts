import "server-only";
import { csvBeginning, csvLine } from "@/lib/formats/csv-table";
import type { Actor } from "@/lib/policy";
import { eachSource } from "@/lib/sources/board";
import type { SourceFilter } from "@/lib/sources/schema";

const head = [
  "id",
  "name",
  "kind",
  "also_known_as",
  "published",
  "attributed",
  "last_rated",
  "due",
  "house_grades",
  "own_grades",
  "spread_seen",
  "proposed",
  "merged",
];

/** The board of sources as CSV, every one that the filter lets through, as far as the actor may know. Throws forbidden. */
export async function* sourceBoardCsv(actor: Actor, filter: SourceFilter): AsyncGenerator<string> {
  const grades = (all: { grade: string; role: string }[]) =>
    all.map((one) => `${one.grade} as ${one.role}`).join("; ");
  let isFirst = true;
  for await (const rows of eachSource(actor, filter)) {
    const lines = rows.map((row) =>
      csvLine([
        ...[
          row.id,
          row.name,
          row.kind,
          row.aliases.join("; "),
          row.published,
          row.attributed,
          row.lastRatedAt,
        ],
        ...[row.isDue ? "yes" : "no", grades(row.houseGrades), grades(row.ownGrades), row.spread],
        ...[row.isProposal ? "yes" : "no", row.isMerged ? "yes" : "no"],
      ]),
    );
    yield `${isFirst ? csvBeginning + csvLine(head) : ""}${lines.join("")}`;
    isFirst = false;
  }
}
