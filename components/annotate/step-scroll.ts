/** A text that scrolls: where its passage stands at the line that is kept, how far it scrolls, and how much is seen at once; px. */
export type Rail = { anchor: number; most: number; view: number };

/**
 * Where another text stands when one is scrolled to `at`: both passages beside each other when one of them is, px for px as
 * far as a screen around them, and beyond that so that both reach their beginnings and ends together. Between 0 and
 * `to.most`; it never goes back when `at` goes on.
 */
export function stepScroll(at: number, from: Rail, to: Rail): number {
  const view = Math.min(from.view, to.view);
  const before = Math.min(view, Math.min(from.anchor, to.anchor) / 2);
  const after = Math.min(view, Math.min(from.most - from.anchor, to.most - to.anchor) / 2);
  const knots: readonly (readonly [number, number])[] = [
    [0, 0],
    [from.anchor - before, to.anchor - before],
    [from.anchor, to.anchor],
    [from.anchor + after, to.anchor + after],
    [from.most, to.most],
  ];
  // Also where it stands at the very beginning or end, which are then given up.
  if (at === from.anchor) return to.anchor;
  if (at <= 0) return from.anchor === 0 ? to.anchor : 0;
  if (at >= from.most) return to.most;
  for (const [place, [x2, y2]] of knots.entries()) {
    const [x1, y1] = knots[place - 1] ?? [0, 0];
    if (at <= x2) return x2 === x1 ? y2 : y1 + ((at - x1) / (x2 - x1)) * (y2 - y1);
  }
  return to.most;
}
