import { Link } from "@/components/ui/link";
import type { ArticleCluster } from "@/lib/reuse/schema";
import { indexCodePoints, sliceCodePoints } from "@/lib/text/code-points";

const SHORT = 90;

/** An article's passages that were reused, each with the way to its family tree. */
export function ArticleReuse({
  slug,
  text,
  clusters,
}: {
  slug: string;
  text: string;
  clusters: readonly ArticleCluster[];
}) {
  const index = indexCodePoints(text);
  return (
    <ul className="flex flex-col gap-3">
      {clusters.map(({ clusterId, spans, passages }) => {
        const words = spans.map((span) => sliceCodePoints(index, span)).join(" … ");
        return (
          <li key={`${clusterId} ${spans[0]?.start}`} className="text-sm">
            <Link href={`/projects/${slug}/reuse/${clusterId}`} className="link block break-words" dir="auto">
              {words.length > SHORT ? `${words.slice(0, SHORT).toWellFormed()}…` : words}
            </Link>
            <span className="text-ink-muted">
              {passages - 1} other {passages === 2 ? "passage" : "passages"}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
