import { type AppError, badInput } from "@/lib/errors";
import { countSides } from "@/lib/splits/assign";
import type { JoinedBy, SplitGroup } from "@/lib/splits/groups";
import { type SplitOptions, type SplitSide, sharesOf, splitSides } from "@/lib/splits/schema";

/**
 * Why a split cannot stand: `split-too-few-groups` where there are fewer than two independent groups for each side,
 * `split-side-empty` and `split-side-one-group` where a side came out with none or one (figures over one group say nothing
 * about others). Each says what to do instead and carries the counts as details; null where it can.
 */
export function findRefusal(
  groups: readonly SplitGroup[],
  joinedBy: JoinedBy,
  sides: ReadonlyMap<string, SplitSide>,
  options: SplitOptions,
): AppError | null {
  const shares = sharesOf(options.ratio);
  const wanted = splitSides.filter((side) => shares[side] > 0);
  const count = countSides(groups, sides, () => 1);
  const articles = groups.reduce((sum, { items }) => sum + items.length, 0);
  const largest = Math.max(0, ...groups.map(({ items }) => items.length));
  const details = { articles, groups: groups.length, largest, sides: count, joinedBy };
  const there = `${articles} articles are ${groups.length} independent groups, the largest of ${largest}`;
  if (groups.length < wanted.length * 2) {
    const advice = adviceFor(joinedBy, options, groups.length >= 4 && wanted.length > 2);
    const message = `${there}: ${wanted.length} sides need at least ${wanted.length * 2}. ${advice}`;
    return badInput("split-too-few-groups", message, details);
  }
  const short = wanted.filter((side) => count[side] < 2);
  const [side] = short.toSorted((a, b) => count[a] - count[b]);
  if (side === undefined) return null;
  const isEmpty = count[side] === 0;
  const what = isEmpty ? "would be empty" : "would be one group, of which every figure would hang";
  const share =
    options.by === "time"
      ? "Too many articles bear one date: take a larger share for it, or split by seed."
      : `Give ${side} a larger share (about ${percentFor(groups)} % for two groups), or do without it.`;
  return badInput(
    isEmpty ? "split-side-empty" : "split-side-one-group",
    `The side ${side} ${what}: ${there}. ${share} ${adviceFor(joinedBy, options, false)}`.trim(),
    { ...details, side },
  );
}

/** The share of the articles that two groups of middling size are, with room to be at most half of their side. */
function percentFor(groups: readonly SplitGroup[]): number {
  const sizes = groups.map(({ items }) => items.length).toSorted((a, b) => a - b);
  const all = sizes.reduce((sum, size) => sum + size, 0);
  const middle = sizes[Math.floor(sizes.length / 2)] ?? 1;
  return Math.min(50, Math.ceil((200 * middle) / Math.max(1, all)));
}

function adviceFor(joinedBy: JoinedBy, { together, joinShared }: SplitOptions, canDropSide: boolean): string {
  const advice: string[] = [];
  if (canDropSide) advice.push("Split in train and test alone.");
  for (const kind of together)
    if (joinedBy[kind] > 0)
      advice.push(`Do not keep ${kind} together (they join ${joinedBy[kind]} articles to others).`);
  if (joinShared && joinedBy.shared > 0)
    advice.push(
      `Runs of 12 words join ${joinedBy.shared} articles to others: allow those that are formulas, with a reason.`,
    );
  if (advice.length === 0)
    advice.push("Add articles, or publish without a split and let users cross-validate by group.");
  return advice.join(" ");
}
