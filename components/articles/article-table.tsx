import { SelectAll, SelectArticle } from "@/components/articles/article-selection";
import { ArticleStageMark } from "@/components/articles/article-stage";
import { languageName } from "@/components/articles/language-name";
import { localDay } from "@/components/articles/local-time";
import { UnreadBadge } from "@/components/comments/unread-badge";
import { Badge } from "@/components/ui/badge";
import { Link } from "@/components/ui/link";
import { Table, TableBody, TableCell, TableHead, TableHeadCell, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { ArticleRow } from "@/lib/articles/list-schema";
import type { UnreadComments } from "@/lib/comments/schema";

/** Articles as a dense table, newest first; for whoever assigns with a box to tick each, in an `ArticleSelection`. */
export function ArticleTable({
  base,
  articles,
  unread,
}: {
  base: string;
  articles: readonly ArticleRow[];
  unread: UnreadComments;
}) {
  const isDesk = articles.some((article) => article.desk !== null);
  return (
    <Table caption="Articles">
      <TableHead>
        {isDesk && (
          <TableHeadCell className="w-8 pr-0!">
            <SelectAll ids={articles.map((article) => article.id)} />
          </TableHeadCell>
        )}
        <TableHeadCell>Title</TableHeadCell>
        <TableHeadCell>State</TableHeadCell>
        <TableHeadCell>Publisher</TableHeadCell>
        <TableHeadCell className="max-lg:hidden">Language</TableHeadCell>
        <TableHeadCell>Published</TableHeadCell>
      </TableHead>
      <TableBody>
        {articles.map((article) => (
          <TableRow key={article.id} className="relative">
            {isDesk && (
              <TableCell className="w-8 pr-0!">
                <SelectArticle id={article.id} title={article.title} />
              </TableCell>
            )}
            <TableCell isRowHead className="w-full min-w-56 text-base">
              <Link
                href={`${base}/${article.id}`}
                lang={article.language ?? undefined}
                dir="auto"
                className="line-clamp-2 rounded-sm break-words after:absolute after:inset-0"
              >
                {article.title}
              </Link>
              <RowMarks desk={article.desk} unread={unread[article.id] ?? 0} />
            </TableCell>
            <TableCell className="whitespace-nowrap">
              <span className="inline-flex items-baseline gap-2">
                <ArticleStageMark stage={article.stage} />
                {article.progress && article.progress.wanted > 1 && (
                  <span className="text-ink-muted tabular">
                    {article.progress.submitted} of {article.progress.wanted}
                  </span>
                )}
              </span>
            </TableCell>
            <TableCell className={article.publisher ? "min-w-32" : "min-w-32 text-ink-muted"}>
              {article.publisher ?? "Unknown"}
            </TableCell>
            <TableCell className="whitespace-nowrap text-ink-muted max-lg:hidden">
              {article.language ? languageName(article.language) : "Unknown"}
              {(article.translated === "human" || article.translated === "machine") && ", translated"}
            </TableCell>
            <TableCell className="whitespace-nowrap text-ink-muted">
              {article.publishedAt ? (
                <Time value={article.publishedAt} format="day" />
              ) : (
                <span title={article.publishedText ?? undefined}>{localDay(article.publishedText)}</span>
              )}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

const plain = { priority: 0, isCalibration: false, isGold: false, kept: 0 };

/** What is new to its reader, and what only whoever assigns sees: its turn, and what is special about it. */
function RowMarks({ desk, unread }: { desk: ArticleRow["desk"]; unread: number }) {
  const { priority, isCalibration, isGold, kept } = desk ?? plain;
  if (unread === 0 && priority === 0 && !isCalibration && !isGold && kept === 0) return null;
  return (
    <span className="mt-1 flex flex-wrap gap-1.5 font-normal">
      <UnreadBadge count={unread} />
      {priority !== 0 && <Badge tone="accent">Priority {priority}</Badge>}
      {isCalibration && <Badge>Calibration</Badge>}
      {isGold && <Badge>Gold</Badge>}
      {kept > 0 && <Badge>{kept} kept</Badge>}
    </span>
  );
}
