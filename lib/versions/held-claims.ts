import { coversClaim } from "@/lib/corroboration/reuse";
import type { Span } from "@/lib/text/span";

/** A claim of an earlier final layer; `now` is the one that took its place in the newer, null where none did. */
export type CarriedClaim = {
  id: string;
  spans: readonly Span[];
  now: { id: string; spans: readonly Span[] } | null;
};

/** One end of a reuse: where it stands, in code points of that text. */
export type ReuseEnd = { versionId: string; spans: readonly Span[] };

/** A confirmed reuse: the duplicate and its passage, and the claims it joins though it does not cover them. */
export type HoldingLink = { ends: readonly [ReuseEnd, ReuseEnd]; held: readonly string[] };

/**
 * Which claims a reuse holds on to once a newer text is final: those that an end of it covered, or held, in the earlier
 * text and does not cover in the newer, be it that the claim went elsewhere or that the passage stayed behind. A copy so
 * stays a copy. What it holds of other texts stays held. `after` is the same link as it then is.
 */
export function heldClaims(
  before: HoldingLink,
  after: HoldingLink,
  texts: { formerVersionId: string; versionId: string },
  claims: readonly CarriedClaim[],
): string[] {
  const ours = new Set(claims.map((claim) => claim.id));
  const held = new Set(before.held.filter((id) => !ours.has(id)));
  for (const [at, end] of before.ends.entries()) {
    const then = after.ends[at];
    const stands = then?.versionId === texts.versionId ? then.spans : [];
    for (const claim of claims) {
      if (!claim.now || coversClaim(stands, claim.now.spans)) continue;
      const covered = end.versionId === texts.formerVersionId && coversClaim(end.spans, claim.spans);
      if (covered || before.held.includes(claim.id)) held.add(claim.now.id);
    }
  }
  return [...held].toSorted();
}
