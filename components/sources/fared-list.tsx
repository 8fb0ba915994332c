import { Badge } from "@/components/ui/badge";
import { Link } from "@/components/ui/link";
import type { FaredCardDto } from "@/lib/sources/schema";
import { labelOf } from "@/lib/vocabulary";

/** How a source's claims fared: the cards on which it is an origin, with what the reader may know of the verdicts. */
export function FaredList({ items }: { items: FaredCardDto[] }) {
  if (items.length === 0)
    return (
      <p className="text-sm text-ink-muted">
        It is an origin on no claim card yet. Put a claim that goes back to it on a card to follow it.
      </p>
    );
  return (
    <ul className="flex flex-col gap-3">
      {items.map((card) => (
        <li key={card.cardId} className="flex flex-col gap-0.5">
          <Link className="link text-base" href={`/projects/${card.projectSlug}/claims/${card.cardId}`}>
            {card.statement}
          </Link>
          <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm text-ink-muted">
            <span>{card.projectName}</span>
            {card.high !== null && <span>{originsOf(card)}</span>}
            {card.credibilities.length > 0 && <Badge>Credibility {card.credibilities.join(", ")}</Badge>}
            {card.verdicts.length > 0 && <Badge>{card.verdicts.map(labelOf).join(", ")}</Badge>}
            {!card.hasGraded && <span>What others judged shows once you have judged it yourself.</span>}
          </p>
        </li>
      ))}
    </ul>
  );
}

function originsOf({ low, high }: FaredCardDto): string {
  if (low === high) return high === 1 ? "1 independent origin" : `${high} independent origins`;
  return `${low} to ${high} independent origins`;
}
