import { badInput, conflict } from "@/lib/errors";
import type { EditDraftBlockInput } from "@/lib/imports/schema";
import type { ProposedBlock } from "@/lib/intake/draft";

/**
 * The blocks after one correction; what partitioned a text before does so after. A block is known by its kind and
 * range (code points), so one that changed meanwhile is conflict `stale-revision`. Throws badInput
 * `split-outside-block`, `no-next-block`.
 */
export function editBlocks(blocks: readonly ProposedBlock[], input: EditDraftBlockInput): ProposedBlock[] {
  const { seen } = input;
  const place = blocks.findIndex(
    (one) => one.start === seen.start && one.end === seen.end && one.kind === seen.kind,
  );
  const block = blocks[place];
  if (!block) throw conflict("stale-revision", "Somebody changed this block in the meantime.", { blocks });
  return blocks.flatMap((one, index) => {
    if (input.op === "merge" && index === place + 1) return [];
    return index === place ? replacement(block, input, blocks[place + 1]) : [one];
  });
}

function replacement(
  block: ProposedBlock,
  input: EditDraftBlockInput,
  next: ProposedBlock | undefined,
): ProposedBlock[] {
  if (input.op === "kind") return [{ ...block, kind: input.kind }];
  if (input.op === "split") {
    if (input.at <= block.start || input.at >= block.end)
      throw badInput("split-outside-block", "Split the block somewhere inside it.");
    return [
      { ...block, end: input.at },
      { kind: input.kind, start: input.at, end: block.end },
    ];
  }
  if (!next) throw badInput("no-next-block", "This is the last block: there is none to merge it with.");
  return [{ ...block, end: next.end }];
}
