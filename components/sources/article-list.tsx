import { Badge } from "@/components/ui/badge";
import { Link } from "@/components/ui/link";
import { Time } from "@/components/ui/time";
import type { SourceArticleDto } from "@/lib/sources/schema";

/** The articles that a source published or is credited in. */
export function ArticleList({ items }: { items: SourceArticleDto[] }) {
  if (items.length === 0)
    return (
      <p className="text-sm text-ink-muted">
        No article of your projects names it as publisher or credit. An article's facts say who published it.
      </p>
    );
  return (
    <ul className="flex flex-col gap-2">
      {items.map((article) => (
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
  );
}
