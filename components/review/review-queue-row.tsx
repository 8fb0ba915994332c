import { RowBox } from "@/components/bulk/row-box";
import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { Badge } from "@/components/ui/badge";
import { classNames } from "@/components/ui/class-names";
import { Link } from "@/components/ui/link";
import { LinkButton } from "@/components/ui/link-button";
import { SubmitButton } from "@/components/ui/submit-button";
import { TableCell, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { layersOnWords } from "@/components/versions/version-words";
import { figure } from "@/lib/agreement/pair-agreement";
import { counted } from "@/lib/counted";
import type { QueueChange, QueueItem } from "@/lib/review/queue-schema";

/** An article of the queue; one that changed since its page's snapshot says what became of it and cannot be ticked. */
export function ReviewQueueRow({
  slug,
  item,
  hasBox,
  isTicked,
  onToggle,
  sinceWord,
  start,
}: {
  slug: string;
  item: QueueItem;
  hasBox: boolean;
  isTicked: boolean;
  onToggle: () => void;
  /** What happened at the moment of the list's last column, before "3 hours ago". */
  sinceWord: string;
  start: FormAction<unknown>;
}) {
  const muted = item.changed ? "text-ink-muted" : undefined;
  return (
    <TableRow isSelected={isTicked}>
      {hasBox && (
        <TableCell className="w-8 pr-0!">
          <RowBox
            label={`Tick ${item.title}`}
            isTicked={isTicked}
            isDisabled={item.changed !== null}
            onToggle={onToggle}
          />
        </TableCell>
      )}
      <TableCell isRowHead className="w-full max-md:max-w-none! md:min-w-56">
        <span className="line-clamp-2 break-words" dir="auto">
          {item.title}
        </span>
        <span className="mt-0.5 block text-sm font-normal text-ink-muted md:hidden">
          <span className="sm:hidden">{figureText(item)}</span>
          {sinceWord} <Time value={item.since} />
          {item.assignee && `, reviewer: ${item.assignee.isSelf ? "you" : item.assignee.name}`}
        </span>
        {item.layersOn && <span className="block text-sm text-warning">{layersOnWords(item.layersOn)}</span>}
        {item.changed && <Badge tone="warning">{changeText(item.changed)}</Badge>}
      </TableCell>
      <TableCell className="min-w-36 max-lg:hidden">
        <span className="line-clamp-2 break-words" dir="auto">
          {item.publisher?.name ?? <span className="text-ink-muted">Unknown</span>}
        </span>
      </TableCell>
      <TableCell isNumeric className={classNames("max-sm:hidden", muted)}>
        {item.agreement === null ? (
          <span className="text-ink-muted" title="One annotator, nobody marked anything, or not yet for you">
            –
          </span>
        ) : (
          figure(item.agreement)
        )}
      </TableCell>
      <TableCell isNumeric className="max-sm:hidden">
        {item.conflicts ?? "–"}
      </TableCell>
      <TableCell isNumeric className="max-lg:hidden">
        {item.annotators}
      </TableCell>
      <TableCell className="max-w-40 truncate max-md:hidden">
        {item.assignee?.isSelf
          ? "You"
          : (item.assignee?.name ?? <span className="text-ink-muted">Nobody</span>)}
      </TableCell>
      <TableCell className="whitespace-nowrap text-ink-muted max-md:hidden">
        <Time value={item.since} />
      </TableCell>
      <TableCell className="text-right whitespace-nowrap">
        <RowAction slug={slug} item={item} start={start} />
      </TableCell>
    </TableRow>
  );
}

/** What the columns of agreement and conflicts say, in words: a telephone has no room for them. */
function figureText({ agreement, conflicts }: QueueItem): string {
  return [
    ...(agreement === null ? [] : [`agreement ${figure(agreement)}, `]),
    ...(conflicts === null ? [] : [`${conflicts === 0 ? "no conflict" : counted(conflicts, "conflict")}, `]),
  ].join("");
}

const listWords: Record<string, string> = {
  waiting: "waiting",
  reviewing: "in review",
  returned: "returned",
  signing: "waiting for sign-off",
  disputed: "disputed",
  done: "finished",
};

function changeText({ list, assignee }: QueueChange): string {
  if (list === null) return "Changed: no longer in the queue";
  const by = assignee && (list === "reviewing" || list === "waiting") ? ` (${assignee})` : "";
  return `Changed: now ${listWords[list] ?? list}${by}`;
}

function RowAction({ slug, item, start }: { slug: string; item: QueueItem; start: FormAction<unknown> }) {
  const { articleId, assignee, refusal } = item;
  const list = item.changed ? item.changed.list : item.list;
  if (list === null || list === "returned") return null;
  if (list === "done" || list === "disputed")
    return (
      <LinkButton size="sm" href={`/projects/${slug}/outcome/${articleId}`}>
        Outcome
      </LinkButton>
    );
  if (refusal)
    return (
      <span className="text-ink-muted" title={refusal.message}>
        {refusal.code === "own-work"
          ? "Annotated by you"
          : refusal.code === "barred"
            ? "Not for you"
            : "You are annotating it"}
      </span>
    );
  const isForm =
    list === "signing" ? !assignee?.isSelf : list === "waiting" && (!assignee || assignee.isSelf);
  if (!isForm || item.changed) {
    const isOwn = !item.changed && list !== "signing" && assignee?.isSelf;
    return isOwn ? (
      <LinkButton size="sm" variant="primary" href={`/projects/${slug}/review/${articleId}`}>
        Go on
      </LinkButton>
    ) : (
      <Link href={`/projects/${slug}/review/${articleId}`} className="link text-sm">
        Look
      </Link>
    );
  }
  return (
    <ActionForm
      action={start}
      label={`${list === "signing" ? "Sign off" : "Review"} ${item.title}`}
      className="flex flex-col items-end gap-2"
    >
      <input type="hidden" name="slug" value={slug} />
      <input type="hidden" name="articleId" value={articleId} />
      <SubmitButton size="sm" variant="secondary">
        {list === "signing" ? "Sign off" : "Review"}
      </SubmitButton>
    </ActionForm>
  );
}
