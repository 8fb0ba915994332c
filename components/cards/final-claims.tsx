import { ClaimCards } from "@/components/cards/claim-cards";
import type { FormAction } from "@/components/forms/action-form";
import { Link } from "@/components/ui/link";
import type { CardName } from "@/lib/cards/schema";

/** A claim of a final layer with the cards that it is on. */
export type FinalClaim = { id: string; words: string; cards: readonly CardName[] };

/** An article's final claims, each with its cards and a way to one; the words lead to the claim among the final marks. */
export function FinalClaims({
  slug,
  articleId,
  claims,
  createCard,
}: {
  slug: string;
  articleId: string;
  claims: readonly FinalClaim[];
  createCard: FormAction<null>;
}) {
  return (
    <ul
      aria-label="Final claims"
      className="-my-1 flex max-h-128 flex-col gap-4 overflow-y-auto py-1 text-sm"
    >
      {claims.map((claim) => (
        <li key={claim.id}>
          <Link
            className="line-clamp-3 break-words hover:underline"
            href={`/projects/${slug}/outcome/${articleId}#mark-${claim.id}`}
            dir="auto"
          >
            {claim.words}
          </Link>
          <ClaimCards
            slug={slug}
            claimId={claim.id}
            words={claim.words}
            cards={claim.cards}
            createCard={createCard}
          />
        </li>
      ))}
    </ul>
  );
}
