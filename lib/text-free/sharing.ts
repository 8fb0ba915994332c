import { UnionFind } from "@/lib/corroboration/union-find";
import type { ExportRecord } from "@/lib/formats/sourcebench-jsonl-schema";
import { groupBy } from "@/lib/reuse/group-by";
import { hashText, pairsBySharedRuns, type RunText } from "@/lib/splits/run-index";
import { TextCover } from "@/lib/text-free/cover";
import type { Copy } from "@/lib/text-free/make";

/** The most texts that are held against each other: in larger sets each only against the first of those that share its words. */
const MOST_TOGETHER = 50;

/** Which texts of a file share words, and how much of each has been shown. */
export type Sharing = {
  /** First reading: takes the hashes of a text's words and its links to others. */
  note: (record: ExportRecord) => void;
  /** Behind the first reading: finds out who shares what. */
  close: () => void;
  isAny: () => boolean;
  /** Second reading: keeps the texts that share words. */
  keep: (record: ExportRecord) => void;
  /** Third reading: a record's own text and those that share words with it. */
  textsOf: (record: ExportRecord) => { own: Copy; copies: Copy[] };
};

/** An empty account; texts are named by their versions. */
export function createSharing(): Sharing {
  const hashed: RunText[] = [];
  const links: [string, string][] = [];
  const partners = new Map<string, string[]>();
  const copies = new Map<string, Copy>();
  return {
    note({ articleVersion: { id, text }, blocks, layers }) {
      hashed.push(hashText(id, id, text, blocks));
      for (const { reuseLinks } of layers)
        for (const { passage } of reuseLinks)
          if (passage.version !== null && passage.version !== id) links.push([id, passage.version]);
    },
    close() {
      const known = new Set(hashed.map(({ version }) => version));
      const shared = pairsBySharedRuns(hashed, { skipApart: true, allowed: new Map() });
      const pairs = [...shared, ...links.filter(([one, other]) => known.has(one) && known.has(other))];
      hashed.length = 0;
      for (const [version, others] of partnersOf(pairs)) partners.set(version, others);
    },
    isAny: () => partners.size > 0,
    keep({ articleVersion: { id, sha256, text } }) {
      if (partners.has(id)) copies.set(id, { cover: new TextCover(text), version: { id, sha256 } });
    },
    textsOf({ articleVersion: { id, sha256, text } }) {
      const own = copies.get(id) ?? { cover: new TextCover(text), version: { id, sha256 } };
      const others = (partners.get(id) ?? []).flatMap((other) => copies.get(other) ?? []);
      return { own, copies: others };
    },
  };
}

function partnersOf(pairs: readonly (readonly [string, string])[]): Map<string, string[]> {
  const sets = new UnionFind();
  for (const [one, other] of pairs) sets.join(one, other);
  const versions = [...new Set(pairs.flat())].toSorted();
  const groups = groupBy(versions, (version) => sets.find(version));
  const direct = new Map<string, Set<string>>();
  for (const [one, other] of pairs)
    for (const [from, to] of [
      [one, other],
      [other, one],
    ] as const)
      direct.set(from, (direct.get(from) ?? new Set()).add(to));
  const partners = new Map<string, string[]>();
  for (const group of groups.values())
    for (const version of group) {
      const near = group.length <= MOST_TOGETHER ? group : [...(direct.get(version) ?? [])].toSorted();
      const others = near.filter((other) => other !== version).slice(0, MOST_TOGETHER);
      partners.set(version, others);
    }
  return partners;
}
