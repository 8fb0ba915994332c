import { Link } from "@/components/ui/link";
import { Time } from "@/components/ui/time";
import type { GuidelineExampleDto } from "@/lib/guidelines/example-schema";
import { labelOf } from "@/lib/vocabulary";

/** Decided units under the rule they are examples of: the words, what was decided, when and where. */
export function RuleExamples({ slug, examples }: { slug: string; examples: readonly GuidelineExampleDto[] }) {
  if (examples.length === 0) return null;
  return (
    <section aria-label="Examples from review" className="mt-3 mb-5">
      <p className="text-xs font-medium text-ink-muted">From review</p>
      <ul className="mt-1 flex flex-col gap-2">
        {examples.map((example) => (
          <li key={example.id} className="border-l-2 border-accent pl-3 text-sm">
            <q className="break-words" dir="auto">
              {example.quote}
            </q>
            <p className="text-ink-muted">
              {labelOf(example.kind)}, {labelOf(example.verdict).toLowerCase()}
              {example.reason ? `: ${labelOf(example.reason).toLowerCase()}` : ""}
              {example.isOutdated && " (decided otherwise since)"}
            </p>
            {example.note && (
              <p className="break-words" dir="auto">
                {example.note}
              </p>
            )}
            <p className="text-xs text-ink-muted">
              <Time value={example.createdAt} format="day" />,{" "}
              <Link
                href={`/projects/${slug}/outcome/${example.articleId}${example.markId ? `#mark-${example.markId}` : ""}`}
                className="rounded-sm underline underline-offset-2 hover:text-ink"
              >
                {example.title}
              </Link>
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
