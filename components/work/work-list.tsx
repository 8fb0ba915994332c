import { UnreadBadge } from "@/components/comments/unread-badge";
import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { Badge } from "@/components/ui/badge";
import { Link } from "@/components/ui/link";
import { LinkButton } from "@/components/ui/link-button";
import { SubmitButton } from "@/components/ui/submit-button";
import { Time } from "@/components/ui/time";
import type { UnreadComments } from "@/lib/comments/schema";
import type { WorkItem } from "@/lib/slots/schema";

/** One's own articles, each with how it stands and the one thing to do about it. */
export function WorkList({
  slug,
  items,
  unread,
  recall,
}: {
  slug: string;
  items: readonly WorkItem[];
  unread: UnreadComments;
  recall: FormAction<unknown>;
}) {
  return (
    <ul className="flex flex-col divide-y divide-border border-b border-border">
      {items.map((item) => (
        <li key={item.slotId} className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2 py-3">
          <div className="min-w-0 grow basis-80">
            <p className="flex flex-wrap items-center gap-2 text-base font-medium">
              <span className="break-words" dir="auto">
                {item.title}
              </span>
              <WorkBadge item={item} />
              <UnreadBadge count={unread[item.articleId]} />
            </p>
            <p className="text-sm text-ink-muted">
              {item.marks === 0 ? "No marks" : item.marks === 1 ? "One mark" : `${item.marks} marks`}
              {item.submittedAt ? (
                <>
                  , handed in <Time value={item.submittedAt} />
                </>
              ) : (
                item.takenAt && (
                  <>
                    , taken <Time value={item.takenAt} />
                  </>
                )
              )}
            </p>
            {item.comment && (
              <blockquote
                className="mt-2 max-w-2xl border-l-2 border-warning pl-3 text-sm break-words"
                dir="auto"
              >
                <span className="block text-xs text-ink-muted">The reviewer asks</span>
                {item.comment}
              </blockquote>
            )}
            {item.skipReason && (
              <p className="mt-1 text-sm break-words text-ink-muted" dir="auto">
                Given back: {item.skipReason}
              </p>
            )}
          </div>
          <WorkAction slug={slug} item={item} recall={recall} />
        </li>
      ))}
    </ul>
  );
}

function WorkBadge({ item }: { item: WorkItem }) {
  if (item.state === "returned") return <Badge tone="warning">Returned to you</Badge>;
  if (item.state === "stalled") return <Badge tone="warning">Stalled</Badge>;
  if (item.state !== "submitted") return null;
  if (item.articleState === "done") return <Badge tone="success">Final</Badge>;
  if (item.articleState === "open") return <Badge>Others still annotate</Badge>;
  return <Badge tone="accent">{item.articleState === "review" ? "Waits for review" : "In review"}</Badge>;
}

function WorkAction({ slug, item, recall }: { slug: string; item: WorkItem; recall: FormAction<unknown> }) {
  const annotate = `/projects/${slug}/annotate/${item.layerId}`;
  if (item.state === "skipped" || !item.layerId) return null;
  if (item.state !== "submitted")
    return (
      <LinkButton href={annotate} size="sm" variant="primary">
        Go on
      </LinkButton>
    );
  if (item.articleState === "done")
    return (
      <LinkButton href={`/projects/${slug}/outcome/${item.articleId}`} size="sm">
        Outcome
      </LinkButton>
    );
  return (
    <div className="flex items-start gap-3">
      <Link href={annotate} className="link py-1 text-sm">
        Read
      </Link>
      {item.isRecallable && (
        <ActionForm action={recall} label={`Recall ${item.title}`} className="flex flex-col items-end gap-2">
          <input type="hidden" name="slug" value={slug} />
          <input type="hidden" name="layerId" value={item.layerId} />
          <SubmitButton size="sm" variant="secondary">
            Recall
          </SubmitButton>
        </ActionForm>
      )}
    </div>
  );
}
