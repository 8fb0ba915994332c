import "server-only";
import { eachOnBoard } from "@/lib/cards/board";
import { type BoardFilter, rangeText } from "@/lib/cards/board-schema";
import { csvBeginning, csvLine } from "@/lib/formats/csv-table";
import type { Actor } from "@/lib/policy";

const head = [
  "id",
  "statement",
  "counts",
  "mentions",
  "articles",
  "mentions_without_copies",
  "mentions_without_origin",
  "origins",
  "independent_low",
  "independent_high",
  "independent",
  "unexamined_pairs",
  "unrated_origins",
  "denials",
  "conflicting_values",
  "independent_assessments",
  "suggested_credibility",
  "first_published",
  "last_published",
  "made",
  "being_counted",
];

/** The board as CSV, every card that the filter lets through, with figures as the actor may know them. Throws notFound. */
export async function* boardCsv(actor: Actor, slug: string, filter: BoardFilter): AsyncGenerator<string> {
  let isFirst = true;
  for await (const rows of eachOnBoard(actor, slug, filter)) {
    const lines = rows.map((row) =>
      csvLine([
        ...[
          row.id,
          row.statement,
          row.type,
          row.mentions,
          row.articles,
          row.clusters,
          row.unnamed,
          row.roots,
        ],
        ...[row.low, row.high, rangeText(row), row.unexaminedPairs, row.unratedRoots, row.denials],
        ...[row.valueConflicts, row.assessments, row.suggestedCredibility, row.firstPublishedAt],
        ...[row.lastPublishedAt, row.createdAt, row.isPending ? "yes" : "no"],
      ]),
    );
    yield `${isFirst ? csvBeginning + csvLine(head) : ""}${lines.join("")}`;
    isFirst = false;
  }
}
