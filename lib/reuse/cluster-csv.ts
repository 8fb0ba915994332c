import "server-only";
import { csvBeginning, csvLine } from "@/lib/formats/csv-table";
import type { Actor } from "@/lib/policy";
import { listClusters } from "@/lib/reuse/list-clusters";
import type { ClusterFilter } from "@/lib/reuse/schema";

const PER_READ = 500;
const head = [
  "id",
  "passages",
  "articles",
  "links",
  "contradictions",
  "newest",
  "unknown_direction",
  "translated",
  "lost_something",
  "first_quote",
  "first_article",
  "first_publisher",
  "first_address",
];

/** The clusters of a list as CSV, all pages of it, read as fast as it is taken. Throws as `listClusters` does. */
export async function* clustersAsCsv(
  actor: Actor,
  slug: string,
  filter: ClusterFilter,
): AsyncGenerator<string> {
  let page = await listClusters(actor, slug, filter, { limit: PER_READ });
  yield csvBeginning + csvLine(head);
  for (;;) {
    yield page.items
      .map(({ first, ...row }) =>
        csvLine([
          row.id,
          row.passages,
          row.articles,
          row.links,
          row.contradictions,
          row.newestAt,
          yesOrNo(row.hasUnknownDirection),
          yesOrNo(row.isTranslated),
          yesOrNo(row.hasLoss),
          first.quote,
          first.title,
          first.publisher,
          first.url,
        ]),
      )
      .join("");
    if (page.next === null) return;
    page = await listClusters(actor, slug, { ...filter, cursor: page.next }, { limit: PER_READ });
  }
}

function yesOrNo(value: boolean): string {
  return value ? "yes" : "no";
}
