import "server-only";
import { csvBeginning, csvLine } from "@/lib/formats/csv-table";
import type { Actor } from "@/lib/policy";
import { readTable } from "@/lib/project-agreement/queries";
import type { TableQuery } from "@/lib/project-agreement/schema";
import { strengthOf } from "@/lib/project-agreement/words";

/** One of the tables behind the plots as CSV, all its rows: pairs, months, or the measures of a pair. Throws notFound, forbidden. */
export async function tableCsv(actor: Actor, slug: string, query: TableQuery): Promise<string> {
  const { kind, pairs, months, measures } = await readTable(actor, slug, query);
  if (query.part === "months") {
    const head = [
      "kind",
      "month",
      "articles",
      "marks_of_first",
      "marks_of_second",
      "same",
      "f1",
      "low",
      "high",
    ];
    return table(
      head,
      months.map((one) => [
        ...[kind, one.month, one.articles, one.a, one.b, one.matched, one.f1, one.low, one.high],
      ]),
    );
  }
  if (query.part === "measures") {
    const head = ["kind", "question", "measure", "recommended", "value", "low", "high", "undefined_because"];
    return table(
      [...head, "strength", "basis"],
      measures.map((one) => [
        ...[kind, one.question, one.name, one.isRecommended ? "yes" : "no", one.value, one.low, one.high],
        ...[one.undefinedBecause, strengthOf(one), one.basis],
      ]),
    );
  }
  const head = ["kind", "first", "second", "articles", "marks_of_first", "marks_of_second", "same", "f1"];
  return table(
    [...head, "low", "high", "f1_with_labels", "labels_low", "labels_high", "share_of_same_kind"],
    pairs.map((one) => [
      ...[kind, one.first, one.second, one.articles, one.a, one.b, one.exact, one.f1, one.low, one.high],
      ...[one.labelled?.value, one.labelled?.low, one.labelled?.high, one.sameKind?.value].map(
        (value) => value ?? null,
      ),
    ]),
  );
}

function table(head: readonly string[], rows: readonly (string | number | null)[][]): string {
  return `${csvBeginning}${csvLine(head)}${rows.map((row) => csvLine(row)).join("")}`;
}
