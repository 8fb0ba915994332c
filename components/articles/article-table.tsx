import Link from "next/link";
import { ArticleStageMark } from "@/components/articles/article-stage";
import { languageName } from "@/components/articles/language-name";
import { localDay } from "@/components/articles/local-time";
import { Table, TableBody, TableCell, TableHead, TableHeadCell, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { ArticleRow } from "@/lib/articles/list-schema";

/** Articles as a dense table, newest first. */
export function ArticleTable({ base, articles }: { base: string; articles: readonly ArticleRow[] }) {
  return (
    <Table caption="Articles">
      <TableHead>
        <TableHeadCell>Title</TableHeadCell>
        <TableHeadCell>State</TableHeadCell>
        <TableHeadCell>Publisher</TableHeadCell>
        <TableHeadCell className="max-lg:hidden">Language</TableHeadCell>
        <TableHeadCell>Published</TableHeadCell>
      </TableHead>
      <TableBody>
        {articles.map((article) => (
          <TableRow key={article.id} className="relative">
            <TableCell isRowHead className="w-full min-w-56 text-base">
              <Link
                href={`${base}/${article.id}`}
                lang={article.language ?? undefined}
                dir="auto"
                className="line-clamp-2 rounded-sm break-words after:absolute after:inset-0"
              >
                {article.title}
              </Link>
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
