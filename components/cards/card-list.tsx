import { Search } from "lucide-react";
import { type BoardData, BoardView } from "@/components/cards/board-view";
import { CardTypeField } from "@/components/cards/card-type-field";
import type { FormAction } from "@/components/forms/action-form";
import { FormTextArea } from "@/components/forms/form-text-area";
import { FormDialog } from "@/components/sources/form-dialog";
import { Card } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextInput } from "@/components/ui/text-input";
import { Time } from "@/components/ui/time";
import type { BoardFilter } from "@/lib/cards/board-schema";
import type { FinalClaimDto } from "@/lib/cards/schema";
import type { Page } from "@/lib/page";
import { labelOf } from "@/lib/vocabulary";

/** A project's board of cards, and beneath it (for who may make one) the final claims that are on none. */
export function CardList({
  slug,
  board,
  filter,
  origin,
  free,
  words,
  createCard,
}: {
  slug: string;
  board: BoardData;
  filter: BoardFilter;
  origin: { id: string; name: string } | null;
  free: Page<FinalClaimDto> | null;
  words: string;
  createCard: FormAction<null>;
}) {
  const base = `/projects/${slug}/claims`;
  const href = (cursor: string | null) =>
    cursor ? `${base}?${new URLSearchParams({ claims: cursor, ...(words ? { words } : {}) })}` : undefined;
  return (
    <>
      <PageHeader
        title="Claims"
        lead="Statements worth following across articles: who says them, and how many independent origins they have."
      />
      <BoardView slug={slug} board={board} filter={filter} origin={origin} mayEdit={free !== null} />
      {free && (
        <Card
          title="Claims on no card yet"
          lead="From finished articles, the last brought in first."
          className="mt-8"
          isFlush
        >
          <form action={base} className="flex gap-2 px-5 pb-3" aria-label="Search claims">
            <TextInput
              name="words"
              type="search"
              aria-label="Words of a claim"
              placeholder="Words of a claim"
              defaultValue={words}
              className="max-w-80"
            />
            <SubmitButton variant="secondary" icon={<Search />}>
              Search
            </SubmitButton>
          </form>
          {free.items.length === 0 ? (
            <p className="px-5 pb-5 text-base text-ink-muted">
              {words
                ? "No claim holds these words. Clear the search to see all of them."
                : "There is none. Claims come here when the review of their article is finished."}
            </p>
          ) : (
            <ul className="border-t border-border">
              {free.items.map((claim) => (
                <FreeClaim key={claim.claimId} slug={slug} claim={claim} createCard={createCard} />
              ))}
            </ul>
          )}
          <div className="px-5">
            <Pagination newerHref={href(free.previous)} olderHref={href(free.next)} />
          </div>
        </Card>
      )}
    </>
  );
}

function FreeClaim({
  slug,
  claim,
  createCard,
}: {
  slug: string;
  claim: FinalClaimDto;
  createCard: FormAction<null>;
}) {
  return (
    <li className="flex items-start justify-between gap-4 border-b border-border px-5 py-2.5 last:border-0">
      <div className="min-w-0">
        <p className="text-base break-words">{claim.quote}</p>
        <p className="flex flex-wrap items-center gap-x-2 text-sm text-ink-muted">
          <Link className="link" href={`/projects/${slug}/outcome/${claim.articleId}#mark-${claim.claimId}`}>
            {claim.articleTitle}
          </Link>
          {claim.publishedAt && <Time value={claim.publishedAt} format="day" />}
          <span>{labelOf(claim.kind)}</span>
        </p>
      </div>
      <FormDialog
        title="Make a card"
        description="The card follows one statement. Put it in your own plain words."
        button="Make card…"
        size="sm"
        submitLabel="Make the card"
        action={createCard}
        hidden={{ slug, claimId: claim.claimId }}
      >
        <FormTextArea name="statement" label="Statement" required rows={2} defaultValue={claim.quote} />
        <CardTypeField />
      </FormDialog>
    </li>
  );
}
