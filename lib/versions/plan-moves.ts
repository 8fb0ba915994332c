/** What a card says of a claim of the earlier text; off its card, it was put aside by a merge. */
export type CardMention = {
  id: string;
  cardId: string;
  claimId: string;
  attributionId: string | null;
  isOff: boolean;
};

type Moved = { mention: CardMention; claimId: string; attributionId: string | null };

/**
 * Where the mentions of an earlier text go once a newer one is final: to the claims that took the place of theirs
 * (`successors`), with the attribution where that has a successor that carries the claim still (`carriers`, by claim); to
 * the bare claim where nobody does. The others leave, with why; those that are off move alike and leave without a word.
 */
export function planMoves(
  mentions: readonly CardMention[],
  successors: ReadonlyMap<string, string>,
  carriers: ReadonlyMap<string, readonly string[]>,
): { moved: Moved[]; movedOff: Moved[]; left: { mention: CardMention; reason: string }[] } {
  const left: { mention: CardMention; reason: string }[] = [];
  const moved: Moved[] = [];
  const movedOff: Moved[] = [];
  const taken = new Set<string>();
  for (const mention of mentions) {
    const claimId = successors.get(mention.claimId);
    const carriedBy = carriers.get(claimId ?? "") ?? [];
    const attributionId = mention.attributionId ? (successors.get(mention.attributionId) ?? null) : null;
    const isCarried = attributionId !== null && carriedBy.includes(attributionId);
    const isSaidByOthers = mention.attributionId !== null && !isCarried && carriedBy.length > 0;
    if (mention.isOff) {
      if (claimId && !isSaidByOthers)
        movedOff.push({ mention, claimId, attributionId: isCarried ? attributionId : null });
    } else if (!claimId) left.push({ mention, reason: "The article's newer text does not make this claim." });
    else if (isSaidByOthers)
      left.push({ mention, reason: "In the article's newer text this is no longer said by the same." });
    else {
      const to = isCarried ? attributionId : null;
      const key = `${mention.cardId} ${claimId} ${to ?? ""}`;
      if (taken.has(key))
        left.push({ mention, reason: "In the article's newer text this is one with another mention." });
      else moved.push({ mention, claimId, attributionId: to });
      taken.add(key);
    }
  }
  return { moved, movedOff, left };
}
