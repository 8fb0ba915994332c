import { Combine } from "lucide-react";
import { memo, useCallback, useMemo } from "react";
import type { Desk } from "@/components/annotate/desk-state";
import { shorten } from "@/components/annotate/marks";
import { IconButton } from "@/components/ui/icon-button";
import { Select } from "@/components/ui/select";
import type { BlockDto } from "@/lib/articles/text-schema";
import { sliceCodePoints } from "@/lib/text/code-points";
import { blockKinds, boilerplateKinds, labelOf } from "@/lib/vocabulary";

export type BlockChange = { op: "kind"; blockId: string; kind: string } | { op: "merge"; blockId: string };

const LONGEST = 60;
/** Of a long block only its beginning can be seen. */
const LOOKED_AT = 400;

/** The article's blocks in order: each leads to its first sentence; the one that the cursor is in can be corrected. */
export function Outline({
  desk,
  mayPrepare,
  onBlockChange,
}: {
  desk: Desk;
  mayPrepare: boolean;
  onBlockChange: (change: BlockChange) => void;
}) {
  const { blocks, index, units, patch } = desk;
  const at = desk.ui.cursor?.span.start ?? -1;
  const beginnings = useMemo(
    () =>
      blocks.map(({ start, end }) =>
        shorten(sliceCodePoints(index, { start, end: Math.min(end, start + LOOKED_AT) }), LONGEST),
      ),
    [blocks, index],
  );
  const go = useCallback(
    (block: BlockDto) => {
      const words = sliceCodePoints(index, block);
      const lead = [...(/^\s*/u.exec(words)?.[0] ?? "")].length;
      const sentence = units.sentences.find((span) => span.end > block.start + lead);
      if (sentence)
        patch({ cursor: { span: sentence, level: "sentence" }, currentId: null, narrowPanel: "text" });
    },
    [index, units, patch],
  );
  return (
    <div>
      <ol className="py-1">
        {blocks.map((block, place) => {
          const isHere = block.start <= at && at < block.end;
          return (
            <Row
              key={block.id}
              block={block}
              beginning={beginnings[place] ?? ""}
              isHere={isHere}
              isLast={place === blocks.length - 1}
              onGo={go}
              onChange={isHere && mayPrepare ? onBlockChange : undefined}
            />
          );
        })}
      </ol>
      {!mayPrepare && (
        <p className="px-3 py-2 text-xs text-ink-muted">
          Blocks are shared by all annotators; whoever prepares the articles corrects them.
        </p>
      )}
    </div>
  );
}

/** Kept as it is while the cursor moves elsewhere: a long article has hundreds of blocks. */
const Row = memo(function Row({
  block,
  beginning,
  isHere,
  isLast,
  onGo,
  onChange,
}: {
  block: BlockDto;
  beginning: string;
  isHere: boolean;
  isLast: boolean;
  onGo: (block: BlockDto) => void;
  onChange: ((change: BlockChange) => void) | undefined;
}) {
  return (
    <li className="group relative flex items-stretch" data-here={isHere || undefined}>
      <button
        type="button"
        onClick={() => onGo(block)}
        className="flex min-w-0 grow flex-col border-l-2 border-transparent px-3 py-1 text-left hover:bg-surface-hover group-data-here:border-accent"
      >
        <span
          className={`text-xs ${boilerplateKinds.includes(block.kind) ? "text-ink-muted italic" : "text-ink-muted"}`}
        >
          {labelOf(block.kind)}
        </span>
        <span className="w-full truncate text-sm" dir="auto">
          {beginning}
        </span>
      </button>
      {onChange && (
        <div className="absolute inset-x-2 top-full z-10 flex items-center gap-1 rounded-md border border-border bg-surface-raised p-1 shadow-md">
          <div className="grow">
            <Select
              aria-label="Kind of this block"
              value={block.kind}
              onChange={(event) => onChange({ op: "kind", blockId: block.id, kind: event.target.value })}
            >
              {blockKinds.map((kind) => (
                <option key={kind} value={kind}>
                  {labelOf(kind)}
                </option>
              ))}
            </Select>
          </div>
          <IconButton
            label="Merge with the next block"
            size="sm"
            icon={<Combine />}
            disabled={isLast}
            onClick={() => onChange({ op: "merge", blockId: block.id })}
          />
        </div>
      )}
    </li>
  );
});
