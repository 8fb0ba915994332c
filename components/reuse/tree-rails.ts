import type { TreePassage } from "@/lib/reuse/schema";

/** How deep the tree is drawn; what lies deeper stands at this depth and says its generation in words. */
export const DEEPEST_DRAWN = 6;

/**
 * For each passage of a page, the lines that pass it: true at a level where a later one hangs below the same ancestor.
 * There are as many levels as it is deep, at most DEEPEST_DRAWN; the last is that of its own elbow.
 */
export function railsOf(tree: readonly Pick<TreePassage, "depth">[]): boolean[][] {
  const isOpen: boolean[] = [];
  const rails: boolean[][] = [];
  for (const { depth } of tree.toReversed()) {
    const level = Math.min(depth, DEEPEST_DRAWN);
    rails.push(Array.from({ length: level }, (_, at) => isOpen[at + 1] ?? false));
    isOpen.length = Math.min(isOpen.length, level + 1);
    isOpen[level] = true;
  }
  return rails.reverse();
}
