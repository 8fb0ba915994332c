import { TriangleAlert } from "lucide-react";
import { contradictionWords } from "@/components/reuse/words";
import { Card } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import type { ContradictionDto, NamedPassage } from "@/lib/reuse/schema";

/** What does not fit together in a cluster: which passages, why, and where each link can be put right. */
export function Contradictions({
  slug,
  found,
  total,
  passageHref,
}: {
  slug: string;
  found: readonly ContradictionDto[];
  total: number;
  passageHref: (place: number) => string;
}) {
  if (found.length === 0) return null;
  return (
    <Card
      title={`${total} ${total === 1 ? "contradiction" : "contradictions"}`}
      lead="Nothing is settled by itself: every direction and degree is somebody's judgement in an article's review."
      isFlush
    >
      <ul className="border-t border-border">
        {found.map((one, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list is drawn once
          <li key={index} className="flex gap-3 border-b border-border px-5 py-3 text-sm last:border-0">
            <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-danger" />
            <div className="min-w-0">
              <p className="font-medium">{contradictionWords[one.kind].title}</p>
              <p className="mt-0.5 text-pretty">
                <PassageNames passages={one.passages} passageHref={passageHref} />
              </p>
              <p className="mt-0.5 text-ink-muted text-pretty">
                {contradictionWords[one.kind].why} {contradictionWords[one.kind].advice}
              </p>
              {one.settledIn.length > 0 && (
                <p className="mt-0.5 text-ink-muted">
                  Settled in:{" "}
                  {one.settledIn.map(({ articleId, title, isPair }, place) => (
                    <span key={articleId}>
                      {place > 0 && ", "}
                      <Link
                        className="link"
                        href={`/projects/${slug}/${isPair ? "pairs?show=judged" : `outcome/${articleId}`}`}
                      >
                        {isPair ? "the judged pairs" : title}
                      </Link>
                    </span>
                  ))}
                </p>
              )}
            </div>
          </li>
        ))}
      </ul>
      {total > found.length && (
        <p className="border-t border-border px-5 py-3 text-sm text-ink-muted">
          The first {found.length} of {total} are shown; settle these and the next come up.
        </p>
      )}
    </Card>
  );
}

function PassageNames({
  passages,
  passageHref,
}: {
  passages: readonly NamedPassage[];
  passageHref: (place: number) => string;
}) {
  return passages.map(({ place, name }, index) => (
    <span key={place}>
      {index > 0 && (index === passages.length - 1 ? " and " : ", ")}
      <Link className="link" href={passageHref(place)}>
        {name}
      </Link>
    </span>
  ));
}
