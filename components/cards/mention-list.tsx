"use client";

import { X } from "lucide-react";
import Link from "next/link";
import { useAnswers } from "@/components/cards/use-answers";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { classNames } from "@/components/ui/class-names";
import { IconButton } from "@/components/ui/icon-button";
import { Time } from "@/components/ui/time";
import type { CardDto, MentionDto } from "@/lib/cards/schema";
import { labelOf } from "@/lib/vocabulary";

/** The mentions of a card: what asserts it, what denies it, what has no origin, and what was answered "not the same". */
export function MentionList({ card }: { card: CardDto }) {
  const { remove } = useAnswers(card.id);
  const asserting = card.mentions.filter((mention) => mention.stance !== "denies");
  const denying = card.mentions.filter((mention) => mention.stance === "denies");
  const unnamed = card.mentions.filter((mention) => mention.origins.length === 0);
  const list = (mentions: readonly MentionDto[]) => (
    <ul>
      {mentions.map((mention) => (
        <Mention
          key={mention.id}
          mention={mention}
          slug={card.projectSlug}
          remove={card.canEdit ? () => remove(mention.claimId) : undefined}
        />
      ))}
    </ul>
  );
  return (
    <>
      <Card title="Mentions" isFlush className="scroll-mt-20">
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
        {unnamed.length > 0 && (
          <div
            id="unnamed"
            className="scroll-mt-24 border-t border-border bg-surface-sunken px-5 py-3 text-sm"
          >
            <h3 className="font-medium">Without an identifiable origin</h3>
            <ul className="mt-1 flex flex-col gap-1">
              {unnamed.map((mention) => (
                <li key={mention.id}>
                  <a className="link" href={`#mention-${mention.id}`}>
                    {mention.articleTitle}
                  </a>
                  <span className="text-ink-muted">
                    {mention.isUnresolved
                      ? `: nobody has said yet who “${mention.path.at(-1) ?? mention.saidBy}” is. Resolve it in the article.`
                      : mention.saidBy
                        ? ": the one at the end has no name."
                        : ": the text says it in its own voice, without an origin."}
                  </span>
                </li>
              ))}
            </ul>
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
                    label="Take this answer back"
                    icon={<X />}
                    onClick={() => remove(claim.claimId)}
                  />
                )}
              </li>
            ))}
          </ul>
        </Card>
      )}
    </>
  );
}

function Mention({
  mention,
  slug,
  remove,
}: {
  mention: MentionDto;
  slug: string;
  remove: (() => void) | undefined;
}) {
  const chain = mention.path.length > 0 ? mention.path : mention.saidBy ? [mention.saidBy] : [];
  return (
    <li
      id={`mention-${mention.id}`}
      className={classNames(
        "flex scroll-mt-24 items-start justify-between gap-3 border-b border-border px-5 py-3 last:border-0 target:bg-lit",
        mention.cluster !== null && "border-l-4 border-l-kind-duplicate",
      )}
    >
      <div className="min-w-0">
        <p className="text-base break-words">
          <Link
            className="hover:underline"
            href={`/projects/${slug}/outcome/${mention.articleId}#mark-${mention.claimId}`}
          >
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
        <p className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1 text-sm">
          {mention.values.map((value) => (
            <Badge key={value} tone="accent">
              {value}
            </Badge>
          ))}
          <span>
            {chain.length > 0 ? chain.join(" ← ") : <span className="text-ink-muted">No attribution</span>}
            {mention.origins.length > 0 && (
              <span className="font-medium">
                {" ← "}
                {mention.origins.join(" and ")}
              </span>
            )}
          </span>
        </p>
      </div>
      {remove && (
        <IconButton size="sm" label="Take this mention off the card" icon={<X />} onClick={remove} />
      )}
    </li>
  );
}
