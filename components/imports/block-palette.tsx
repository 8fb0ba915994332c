import { blockKeys } from "@/components/imports/block-keys";
import { classNames } from "@/components/ui/class-names";
import { Kbd, KeyHint } from "@/components/ui/kbd";
import { type BlockKind, boilerplateKinds, termOf } from "@/lib/vocabulary";

/** The kinds with their keys, for the current block, and the other keys. */
export function BlockPalette({
  kind,
  isSaving,
  onKind,
}: {
  kind: BlockKind | undefined;
  isSaving: boolean;
  onKind: (kind: BlockKind) => void;
}) {
  return (
    <aside aria-label="Kinds of blocks" className="sticky top-[calc(var(--bar-height)+1rem)] max-lg:hidden">
      <div className="flex items-center justify-between pb-1">
        <h2 className="text-sm font-semibold">This block is</h2>
        <span role="status" className="text-xs text-ink-muted">
          {isSaving ? "Saving" : "Saved"}
        </span>
      </div>
      <BlockKindList kind={kind} onKind={onKind} />
      <div className="mt-4 flex flex-col gap-1.5 border-t border-border pt-3">
        <KeyHint keys={["↑", "↓"]}>other block</KeyHint>
        <KeyHint keys={["s"]}>split</KeyHint>
        <KeyHint keys={["m"]}>merge with the next</KeyHint>
      </div>
    </aside>
  );
}

/** The kinds with their keys, those of the story first; the one that a block has is pressed. */
export function BlockKindList({
  kind,
  onKind,
}: {
  kind: BlockKind | undefined;
  onKind: (kind: BlockKind) => void;
}) {
  const story = blockKeys.filter(([, code]) => !boilerplateKinds.includes(code));
  const rest = blockKeys.filter(([, code]) => boilerplateKinds.includes(code));
  return (
    <>
      <KindList kinds={story} chosen={kind} onKind={onKind} />
      <h3 className="px-2 pt-3 pb-1 text-xs font-medium text-ink-muted">No story</h3>
      <KindList kinds={rest} chosen={kind} onKind={onKind} />
    </>
  );
}

function KindList({
  kinds,
  chosen,
  onKind,
}: {
  kinds: typeof blockKeys;
  chosen: BlockKind | undefined;
  onKind: (kind: BlockKind) => void;
}) {
  return (
    <ul>
      {kinds.map(([key, kind]) => (
        <li key={kind}>
          <button
            type="button"
            title={termOf(kind).help}
            aria-pressed={kind === chosen}
            onClick={() => onKind(kind)}
            className={classNames(
              "flex w-full items-center justify-between rounded-sm px-2 py-0.5 text-left text-sm hover:bg-surface-hover",
              kind === chosen && "bg-accent-soft font-medium text-accent",
            )}
          >
            {termOf(kind).label}
            <Kbd>{key}</Kbd>
          </button>
        </li>
      ))}
    </ul>
  );
}
