import "server-only";
import { csvBeginning, csvLine } from "@/lib/formats/csv-table";
import { listMarks } from "@/lib/marks/list-marks";
import type { MarkFilter } from "@/lib/marks/schema";
import type { Actor } from "@/lib/policy";

const PER_READ = 500;
const head = [
  "mark_id",
  "article",
  "kind",
  "left",
  "mark",
  "right",
  "start",
  "end",
  "values",
  "sources",
  "person",
  "guideline",
];

/** The concordance under a filter as CSV, all pages of it, read as fast as it is taken. Throws as `listMarks` does. */
export async function* marksAsCsv(actor: Actor, slug: string, filter: MarkFilter): AsyncGenerator<string> {
  let page = await listMarks(actor, slug, filter, { limit: PER_READ });
  yield csvBeginning + csvLine(head);
  for (;;) {
    yield page.items
      .map((row) =>
        csvLine([
          row.annotationId,
          row.title,
          row.kind,
          row.left,
          row.mark,
          row.right,
          row.start,
          row.end,
          row.values.join("; "),
          row.sources.join("; "),
          row.person,
          row.guideline,
        ]),
      )
      .join("");
    if (!page.next) return;
    page = await listMarks(actor, slug, { ...filter, at: page.next }, { limit: PER_READ });
  }
}
