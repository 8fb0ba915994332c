import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { Pagination } from "@/components/ui/pagination";
import { Time } from "@/components/ui/time";
import type { Page } from "@/lib/page";
import type { SourceArticleDto, SourceAttributionDto } from "@/lib/sources/schema";

/** What a source published here and what is attributed to it, as far as the reader may see. */
export function SourceRecord({
  sourceId,
  articles,
  attributions,
}: {
  sourceId: string;
  articles: Page<SourceArticleDto>;
  attributions: Page<SourceAttributionDto>;
}) {
  const href = (name: string, cursor: string | null) =>
    cursor ? `/sources/${sourceId}?${new URLSearchParams({ [name]: cursor })}` : undefined;
  return (
    <>
      <Card
        title="Attributed to it"
        lead="In final layers, and in your own work. What others have not finished never shows here."
      >
        {attributions.items.length === 0 ? (
          <p className="text-sm text-ink-muted">
            Nothing yet. It fills when somebody resolves an attribution to this source and its review is
            finished.
          </p>
        ) : (
          <ul className="flex flex-col gap-3">
            {attributions.items.map((one) => (
              <li key={one.annotationId} className="text-base">
                <p>
                  <span className="text-kind-attribution-source">{one.source || "—"}</span>{" "}
                  <span className="text-kind-attribution-cue italic">{one.cue}</span>{" "}
                  <span>“{one.content}”</span>
                </p>
                <p className="text-sm text-ink-muted">
                  <Link
                    className="link"
                    href={
                      one.isFinal
                        ? `/projects/${one.projectSlug}/outcome/${one.articleId}#mark-${one.annotationId}`
                        : `/projects/${one.projectSlug}/articles/${one.articleId}`
                    }
                  >
                    {one.articleTitle}
                  </Link>{" "}
                  {!one.isFinal && <Badge>Your own work</Badge>}
                </p>
              </li>
            ))}
          </ul>
        )}
        <Pagination
          newerHref={href("said", attributions.previous)}
          olderHref={href("said", attributions.next)}
        />
      </Card>
      <Card title="Published or credited here">
        {articles.items.length === 0 ? (
          <p className="text-sm text-ink-muted">
            No article of your projects names it as publisher or credit.
          </p>
        ) : (
          <ul className="flex flex-col gap-2">
            {articles.items.map((article) => (
              <li key={article.id} className="text-base">
                <Link className="link" href={`/projects/${article.projectSlug}/articles/${article.id}`}>
                  {article.title}
                </Link>{" "}
                <span className="text-sm text-ink-muted">
                  {article.projectName}
                  {article.publishedAt && (
                    <>
                      , <Time value={article.publishedAt} format="day" />
                    </>
                  )}
                </span>{" "}
                {article.relation === "credit" && <Badge>Credited</Badge>}
              </li>
            ))}
          </ul>
        )}
        <Pagination
          newerHref={href("articles", articles.previous)}
          olderHref={href("articles", articles.next)}
        />
      </Card>
    </>
  );
}
