import { Combine, MessageSquare, Sparkles, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import { DeletedMarks } from "@/components/annotate/deleted-marks";
import type { Desk, SideTab } from "@/components/annotate/desk-state";
import { shorten } from "@/components/annotate/marks";
import { ProblemList } from "@/components/annotate/problem-list";
import { SuggestionPanel } from "@/components/annotate/suggestion-panel";
import { IconButton } from "@/components/ui/icon-button";
import { Select } from "@/components/ui/select";
import type { BlockDto } from "@/lib/articles/text-schema";
import { sliceCodePoints } from "@/lib/text/code-points";
import { blockKinds, boilerplateKinds, labelOf } from "@/lib/vocabulary";

export type BlockChange = { op: "kind"; blockId: string; kind: string } | { op: "merge"; blockId: string };

/** Left of the text: the article's blocks, what is open about the marks, and the guideline. */
export function SidePanel({
  desk,
  mayPrepare,
  guideline,
  comments,
  unread,
  onBlockChange,
}: {
  desk: Desk;
  mayPrepare: boolean;
  guideline: ReactNode;
  comments: ReactNode;
  /** Comments that the reader has not read; 99 stands for more. */
  unread: number;
  onBlockChange: (change: BlockChange) => void;
}) {
  const { sideTab } = desk.ui;
  const tabs: { id: SideTab; label: ReactNode }[] = [
    { id: "outline", label: "Outline" },
    {
      id: "problems",
      label: (
        <>
          Problems <span className="tabular-nums">{desk.problems.length}</span>
        </>
      ),
    },
    { id: "guideline", label: "Guideline" },
    ...(desk.suggestionsShow === "off" ? [] : [suggestionTab(desk)]),
    {
      id: "comments",
      label: (
        <>
          <MessageSquare aria-hidden="true" className="size-4" />
          <span className="sr-only">Comments</span>
          {unread > 0 && (
            <span className="tabular-nums">
              {unread}
              <span className="sr-only"> not read</span>
            </span>
          )}
        </>
      ),
    },
    {
      id: "deleted",
      label: (
        <>
          <Trash2 aria-hidden="true" className="size-4" />
          <span className="sr-only">Deleted marks</span>
        </>
      ),
    },
  ];
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div
        role="tablist"
        aria-label="Beside the text"
        className="flex shrink-0 flex-wrap border-b border-border px-1"
      >
        {tabs.map((tab) => (
          <button
            key={tab.id}
            type="button"
            role="tab"
            aria-selected={sideTab === tab.id}
            onClick={() => desk.patch({ sideTab: tab.id })}
            className="-mb-px inline-flex h-9 items-center gap-1 border-b-2 border-transparent px-1 text-sm not-last:mr-0.5 whitespace-nowrap text-ink-muted hover:text-ink focus-visible:-outline-offset-2 aria-selected:border-accent aria-selected:font-medium aria-selected:text-ink"
          >
            {tab.label}
          </button>
        ))}
      </div>
      <div className="min-h-0 grow overflow-y-auto">
        {sideTab === "outline" && (
          <Outline desk={desk} mayPrepare={mayPrepare} onBlockChange={onBlockChange} />
        )}
        {sideTab === "problems" && <ProblemList desk={desk} />}
        {sideTab === "guideline" && guideline}
        {sideTab === "suggestions" && <SuggestionPanel desk={desk} />}
        {sideTab === "comments" && comments}
        {sideTab === "deleted" && <DeletedMarks desk={desk} />}
      </div>
    </div>
  );
}

function suggestionTab(desk: Desk): { id: SideTab; label: ReactNode } {
  const label = (
    <>
      <Sparkles aria-hidden="true" className="size-4" />
      <span className="sr-only">Suggestions </span>
      <span className="tabular-nums">{desk.suggestionsShow === "shown" && desk.suggestions.length}</span>
    </>
  );
  return { id: "suggestions", label };
}

function Outline({
  desk,
  mayPrepare,
  onBlockChange,
}: {
  desk: Desk;
  mayPrepare: boolean;
  onBlockChange: (change: BlockChange) => void;
}) {
  const at = desk.ui.cursor?.span.start ?? -1;
  const isHere = (block: BlockDto) => block.start <= at && at < block.end;
  function go(block: BlockDto) {
    const words = sliceCodePoints(desk.index, block);
    const lead = [...(/^\s*/u.exec(words)?.[0] ?? "")].length;
    const sentence = desk.units.sentences.find((span) => span.end > block.start + lead);
    if (sentence)
      desk.patch({ cursor: { span: sentence, level: "sentence" }, currentId: null, narrowPanel: "text" });
  }
  return (
    <div>
      <ol className="py-1">
        {desk.blocks.map((block, place) => (
          <li
            key={block.id}
            className="group relative flex items-stretch"
            data-here={isHere(block) || undefined}
          >
            <button
              type="button"
              onClick={() => go(block)}
              className="flex min-w-0 grow flex-col border-l-2 border-transparent px-3 py-1 text-left hover:bg-surface-hover group-data-here:border-accent"
            >
              <span
                className={`text-xs ${boilerplateKinds.includes(block.kind) ? "text-ink-muted italic" : "text-ink-muted"}`}
              >
                {labelOf(block.kind)}
              </span>
              <span className="w-full truncate text-sm" dir="auto">
                {shorten(sliceCodePoints(desk.index, block), 60)}
              </span>
            </button>
            {mayPrepare && isHere(block) && (
              <div className="absolute inset-x-2 top-full z-10 flex items-center gap-1 rounded-md border border-border bg-surface-raised p-1 shadow-md">
                <div className="grow">
                  <Select
                    aria-label="Kind of this block"
                    value={block.kind}
                    onChange={(event) =>
                      onBlockChange({ op: "kind", blockId: block.id, kind: event.target.value })
                    }
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
                  disabled={place === desk.blocks.length - 1}
                  onClick={() => onBlockChange({ op: "merge", blockId: block.id })}
                />
              </div>
            )}
          </li>
        ))}
      </ol>
      {!mayPrepare && (
        <p className="px-3 py-2 text-xs text-ink-muted">
          Blocks are shared by all annotators; whoever prepares the articles corrects them.
        </p>
      )}
    </div>
  );
}
