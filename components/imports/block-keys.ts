import type { BlockKind } from "@/lib/vocabulary";

/** The key that gives the current block each kind: mostly a letter of its name. */
export const blockKeys: readonly (readonly [key: string, kind: BlockKind])[] = [
  ["h", "headline"],
  ["t", "standfirst"],
  ["u", "subhead"],
  ["b", "body"],
  ["q", "pull-quote"],
  ["c", "caption"],
  ["r", "credit"],
  ["y", "byline"],
  ["d", "dateline"],
  ["o", "bio"],
  ["a", "appeal"],
  ["g", "hashtags"],
  ["i", "interface"],
];
