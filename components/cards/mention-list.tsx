"use client";

import { X } from "lucide-react";
import { useState } from "react";
import { CardTypeField } from "@/components/cards/card-type-field";
import { useAnswers } from "@/components/cards/use-answers";
import type { FormAction } from "@/components/forms/action-form";
import { FormTextArea } from "@/components/forms/form-text-area";
import { FormDialog } from "@/components/sources/form-dialog";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { classNames } from "@/components/ui/class-names";
import { IconButton } from "@/components/ui/icon-button";
import { Link } from "@/components/ui/link";
import { Pagination } from "@/components/ui/pagination";
import { Time } from "@/components/ui/time";
import { mentionHref } from "@/lib/cards/mention-href";
import type { CardDto, MentionDto } from "@/lib/cards/schema";
import { labelOf } from "@/lib/vocabulary";

/** What the list needs of a card: it is sent to the browser, and a card's steps can be many. */
export type MentionCard = Pick<
  CardDto,
  | "id"
  | "projectSlug"
  | "type"
  | "canEdit"
  | "mentions"
  | "mentionPages"
  | "preview"
  | "unnamed"
  | "rejected"
  | "rejectedCount"
> & { result: Pick<NonNullable<CardDto["result"]>, "mentions" | "unnamed"> | null };

/** The mentions of a card: what asserts it, what denies it, what has no origin, and what was answered "not the same". */
export function MentionList({ card, split }: { card: MentionCard; split: FormAction<null> }) {
  const { remove } = useAnswers(card.id);
  const [ticked, setTicked] = useState<readonly string[]>([]);
  const chosen = card.mentions.filter((mention) => ticked.includes(mention.id));
  const asserting = card.mentions.filter((mention) => mention.stance !== "denies");
  const denying = card.mentions.filter((mention) => mention.stance === "denies");
  const total = card.result?.mentions ?? card.mentions.length;
  const list = (mentions: readonly MentionDto[]) => (
    <ul>
      {mentions.map((mention) => (
        <Mention
          key={mention.id}
          mention={mention}
          slug={card.projectSlug}
          remove={card.canEdit ? () => remove(mention.claimId) : undefined}
          tick={card.canEdit && total > 1 ? () => setTicked(toggle(ticked, mention.id)) : undefined}
          isTicked={ticked.includes(mention.id)}
        />
      ))}
    </ul>
  );
  const href = (cursor: string | null) =>
    cursor
      ? `/projects/${card.projectSlug}/claims/${card.id}?${new URLSearchParams({ ...(card.preview && { layer: card.preview.id }), mentions: cursor })}#mentions`
      : undefined;
  return (
    <>
      <Card
        title="Mentions"
        lead={
          total > card.mentions.length && card.mentions[0]
            ? `${card.mentions[0].number} to ${card.mentions.at(-1)?.number} of ${total}, by time. What is counted rests on all of them.`
            : undefined
        }
        actions={chosen[0] && <SplitDialog card={card} chosen={chosen} first={chosen[0]} split={split} />}
        isFlush
        className="scroll-mt-20"
      >
        <div id="mentions" className="scroll-mt-24 border-t border-border">
          {asserting.length > 0 ? (
            list(asserting)
          ) : (
            <p className="px-5 py-4 text-base text-ink-muted">
              {denying.length > 0
                ? "Nobody asserts it here; the denials stand below."
                : "You see no mention. Its articles may be under review again, or in your own hands."}
            </p>
          )}
        </div>
        {denying.length > 0 && (
          <div id="denials" className="scroll-mt-24">
            <h3 className="border-t border-border bg-surface-sunken px-5 py-1.5 text-sm font-medium">
              Denials
            </h3>
            {list(denying)}
          </div>
        )}
        {(card.mentionPages.previous || card.mentionPages.next) && (
          <div className="border-t border-border px-5">
            <Pagination
              newerHref={href(card.mentionPages.previous)}
              newerLabel="Earlier"
              olderHref={href(card.mentionPages.next)}
              olderLabel="Later"
            />
          </div>
        )}
        {card.unnamed.length > 0 && (
          <div
            id="unnamed"
            className="scroll-mt-24 rounded-b-lg border-t border-border bg-surface-sunken px-5 py-3 text-sm"
          >
            <h3 className="font-medium">Without an identifiable origin</h3>
            <ul className="mt-1 flex flex-col gap-1">
              {card.unnamed.map((mention) => (
                <li key={mention.id}>
                  <a className="link" href={mentionHref(card.mentionPages, mention.id)}>
                    {mention.articleTitle}
                  </a>
                  <span className="text-ink-muted">
                    {mention.isUnresolved
                      ? `: nobody has said yet who “${mention.last}” is. Resolve it in the article.`
                      : mention.last
                        ? ": the one at the end has no name."
                        : ": the text says it in its own voice, without an origin."}
                  </span>
                </li>
              ))}
            </ul>
            {(card.result?.unnamed ?? 0) > card.unnamed.length && (
              <p className="mt-1 text-ink-muted">
                And {(card.result?.unnamed ?? 0) - card.unnamed.length} more.
              </p>
            )}
          </div>
        )}
      </Card>
      {card.rejected.length > 0 && (
        <Card title="Not the same" lead="Kept as answers, so that nobody is asked again." isFlush>
          <ul className="border-t border-border">
            {card.rejected.map((claim) => (
              <li
                key={claim.claimId}
                className="flex items-start justify-between gap-3 border-b border-border px-5 py-2 last:border-0"
              >
                <p className="min-w-0 text-base">
                  {claim.quote} <span className="text-sm text-ink-muted">{claim.articleTitle}</span>
                </p>
                {card.canEdit && (
                  <IconButton
                    size="sm"
                    label={`Take back the answer on “${claim.quote}”`}
                    icon={<X />}
                    onClick={() => remove(claim.claimId)}
                  />
                )}
              </li>
            ))}
          </ul>
          {card.rejectedCount > card.rejected.length && (
            <p className="px-5 py-2 text-sm text-ink-muted">
              And {card.rejectedCount - card.rejected.length} more.
            </p>
          )}
        </Card>
      )}
    </>
  );
}

function toggle(list: readonly string[], id: string): readonly string[] {
  return list.includes(id) ? list.filter((one) => one !== id) : [...list, id];
}

function SplitDialog({
  card,
  chosen,
  first,
  split,
}: {
  card: MentionCard;
  chosen: readonly MentionDto[];
  first: MentionDto;
  split: FormAction<null>;
}) {
  return (
    <FormDialog
      title="Split off into a new card"
      description={`${chosen.length === 1 ? "One mention goes" : `${chosen.length} mentions go`} to a card of their own. It can be undone as long as nothing is added there.`}
      button={`Split off ${chosen.length}…`}
      size="sm"
      submitLabel="Make the new card"
      action={split}
      hidden={{ cardId: card.id, mentionIds: chosen.map((mention) => mention.id).join(",") }}
    >
      <FormTextArea
        name="statement"
        label="Statement of the new card"
        required
        rows={2}
        defaultValue={first.quote}
      />
      <CardTypeField defaultType={card.type} />
    </FormDialog>
  );
}

function Mention({
  mention,
  slug,
  remove,
  tick,
  isTicked,
}: {
  mention: MentionDto;
  slug: string;
  remove: (() => void) | undefined;
  tick: (() => void) | undefined;
  isTicked: boolean;
}) {
  const { publisher } = mention;
  const chain = mention.path.length > 0 ? mention.path : mention.saidBy ? [mention.saidBy] : [];
  // An outlet that saw or asked itself stands at the end of its own chain.
  const isOwn = mention.path.length === 0 && publisher !== null && mention.origins.includes(publisher);
  return (
    <li
      id={`mention-${mention.id}`}
      className={classNames(
        "flex scroll-mt-24 items-start justify-between gap-3 border-b border-border px-5 py-3 last:border-b-0 target:bg-lit",
        mention.cluster !== null && "border-l-4 border-l-kind-duplicate pl-4",
      )}
    >
      <div className="flex shrink-0 items-center gap-2 pt-0.5 text-sm text-ink-muted">
        {tick && (
          <input
            type="checkbox"
            checked={isTicked}
            onChange={tick}
            aria-label={`Choose mention ${mention.number}`}
            className="size-4 rounded-sm accent-accent"
          />
        )}
        <span className="tabular">{mention.number}</span>
      </div>
      <div className="min-w-0 grow">
        <p className="text-base break-words">
          <Link className="hover:underline" href={mention.href}>
            {mention.quote}
          </Link>
        </p>
        <p className="mt-0.5 flex flex-wrap items-center gap-x-2 gap-y-1 text-sm text-ink-muted">
          <span>{mention.articleTitle}</span>
          {mention.publishedAt && <Time value={mention.publishedAt} format="day" />}
          {mention.kind !== "factual" && <Badge>{labelOf(mention.kind)}</Badge>}
          {mention.stance !== "asserts" && <Badge tone="warning">{labelOf(mention.stance)}</Badge>}
          {mention.cluster !== null && <Badge>Copies, group {mention.cluster}</Badge>}
        </p>
        <p className="mt-1 text-sm break-words">
          {mention.values.map((value) => (
            <Badge key={value} tone="accent" className="mr-2 align-middle">
              {value}
            </Badge>
          ))}
          <span>
            {publisher && !isOwn && `${publisher} ← `}
            {chain.length > 0 ? (
              chain.join(" ← ")
            ) : (
              <span className="text-ink-muted">{publisher ? "no attribution" : "No attribution"}</span>
            )}
            {mention.origins.length > 0 && (
              <span className="font-medium">
                {" ← "}
                {mention.origins.join(" and ")}
              </span>
            )}
            {chain.length > 0 && mention.hasUnnamedEnd && (
              <span className="text-ink-muted">
                {mention.isUnresolved ? " (nobody of the register yet)" : " (no name at the end)"}
              </span>
            )}
          </span>
        </p>
        {mention.otherCards.length > 0 && (
          <p className="mt-1 text-sm text-warning">
            This claim is on another card too:{" "}
            {mention.otherCards.map((card, place) => (
              <span key={card.id}>
                {place > 0 && ", "}
                <Link className="link" href={`/projects/${slug}/claims/${card.id}`}>
                  {card.statement}
                </Link>
              </span>
            ))}
          </p>
        )}
      </div>
      {remove && (
        <IconButton
          size="sm"
          label={`Take mention ${mention.number} off the card`}
          icon={<X />}
          onClick={remove}
        />
      )}
    </li>
  );
}
