import { expect } from "vitest";
import { proposeBlocks } from "@/lib/intake/blocks";
import type { ProposedBlock } from "@/lib/intake/draft";
import { countCodePoints } from "@/lib/text/code-points";

/** Fails unless the blocks touch, in order, from the text's first code point to its last. */
export function expectPartition(text: string, blocks: readonly ProposedBlock[]) {
  let at = 0;
  for (const block of blocks) {
    expect(block.start).toBe(at);
    expect(block.end).toBeGreaterThan(block.start);
    at = block.end;
  }
  expect(at).toBe(countCodePoints(text));
}

/** The kinds proposed for a text, in its order. */
export function kindsOf(text: string): string[] {
  return proposeBlocks(text).map((block) => block.kind);
}

/** Everything an asynchronous sequence yields, in its order. */
export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** The UTF-8 bytes of a text. */
export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
