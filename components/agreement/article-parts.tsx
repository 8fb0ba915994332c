import { pairHref } from "@/components/agreement/hrefs";
import { PlotSection } from "@/components/agreement/plot-section";
import { Link } from "@/components/ui/link";
import { Pagination } from "@/components/ui/pagination";
import { Table, TableBody, TableCell, TableHead, TableHeadCell, TableRow } from "@/components/ui/table";
import { figure } from "@/lib/agreement/pair-agreement";
import type { PairPageDto } from "@/lib/project-agreement/schema";

/** Two people's counts article by article, newest first. */
export function ArticleParts({
  slug,
  pairId,
  kind,
  articles,
}: {
  slug: string;
  pairId: string;
  kind: string;
  articles: PairPageDto["articles"];
}) {
  const at = (cursor: string | null) =>
    cursor ? `${pairHref(slug, pairId, kind)}&cursor=${cursor}#articles` : undefined;
  const f1 = (matched: number, marks: number) => (marks === 0 ? "undefined" : figure((2 * matched) / marks));
  return (
    <PlotSection id="articles" title="By article" lead="As they stand now, newest first.">
      <Table caption="By article" className="max-md:min-w-0!">
        <TableHead>
          <TableHeadCell>Title</TableHeadCell>
          <TableHeadCell isNumeric>F1, same</TableHeadCell>
          <TableHeadCell isNumeric className="max-md:hidden">
            F1, by half
          </TableHeadCell>
          <TableHeadCell isNumeric className="max-md:hidden">
            Marks
          </TableHeadCell>
        </TableHead>
        <TableBody>
          {articles.items.map((one) => (
            <TableRow key={one.articleId}>
              <TableCell isRowHead className="w-full">
                <Link
                  href={`/projects/${slug}/articles/${one.articleId}`}
                  className="line-clamp-2 rounded-sm break-words hover:underline"
                  dir="auto"
                >
                  {one.title}
                </Link>
              </TableCell>
              <TableCell isNumeric>{f1(one.exact, one.a + one.b)}</TableCell>
              <TableCell isNumeric className="max-md:hidden">
                {f1(one.overlap, one.a + one.b)}
              </TableCell>
              <TableCell isNumeric className="whitespace-nowrap max-md:hidden">
                {one.a} + {one.b}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      <Pagination newerHref={at(articles.previous)} olderHref={at(articles.next)} />
    </PlotSection>
  );
}
