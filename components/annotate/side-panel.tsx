import { FileClock, MessageSquare, Sparkles, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import { DeletedMarks } from "@/components/annotate/deleted-marks";
import type { Desk, SideTab } from "@/components/annotate/desk-state";
import { OrphanProblems } from "@/components/annotate/orphan-choices";
import { OrphanPanel } from "@/components/annotate/orphan-panel";
import { type BlockChange, Outline } from "@/components/annotate/outline";
import { ProblemList } from "@/components/annotate/problem-list";
import { SuggestionPanel } from "@/components/annotate/suggestion-panel";

type Tab = { id: SideTab; label: ReactNode };

/** Left of the text: the article's blocks, what is open about the marks, and the guideline. */
export function SidePanel({
  desk,
  mayPrepare,
  compareHref,
  guideline,
  comments,
  unread,
  onBlockChange,
}: {
  desk: Desk;
  mayPrepare: boolean;
  /** Where the former text and this one are compared. */
  compareHref: string;
  guideline: ReactNode;
  comments: ReactNode;
  /** Comments that the reader has not read; 99 stands for more. */
  unread: number;
  onBlockChange: (change: BlockChange) => void;
}) {
  const { sideTab } = desk.ui;
  const words: readonly Tab[] = [
    { id: "outline", label: "Outline" },
    {
      id: "problems",
      label: (
        <>
          Problems <span className="tabular-nums">{desk.problems.length + desk.carried.openCount}</span>
        </>
      ),
    },
    { id: "guideline", label: "Guideline" },
  ];
  const signs: readonly Tab[] = [
    ...(desk.carried.list ? [carriedTab(desk)] : []),
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
        className="flex shrink-0 flex-wrap gap-x-0.5 border-b border-border px-1"
      >
        {/* Where not all have room beside each other, no sign stands alone beneath. */}
        {[words, signs].map((tabs) => (
          <div key={tabs[0]?.id} role="presentation" className="flex gap-0.5">
            {tabs.map((tab) => (
              <button
                key={tab.id}
                type="button"
                role="tab"
                aria-selected={sideTab === tab.id}
                onClick={() => desk.patch({ sideTab: tab.id })}
                className="-mb-px inline-flex h-9 items-center gap-1 border-b-2 border-transparent px-1 text-sm whitespace-nowrap text-ink-muted hover:text-ink focus-visible:-outline-offset-2 aria-selected:border-accent aria-selected:font-medium aria-selected:text-ink"
              >
                {tab.label}
              </button>
            ))}
          </div>
        ))}
      </div>
      <div className="min-h-0 grow overflow-y-auto">
        {sideTab === "outline" && (
          <Outline desk={desk} mayPrepare={mayPrepare} onBlockChange={onBlockChange} />
        )}
        {sideTab === "problems" && (
          <>
            <OrphanProblems desk={desk} className="m-3" />
            {(desk.problems.length > 0 || desk.carried.openCount === 0) && <ProblemList desk={desk} />}
          </>
        )}
        {sideTab === "carried" && <OrphanPanel desk={desk} compareHref={compareHref} />}
        {sideTab === "guideline" && guideline}
        {sideTab === "suggestions" && <SuggestionPanel desk={desk} />}
        {sideTab === "comments" && comments}
        {sideTab === "deleted" && <DeletedMarks desk={desk} />}
      </div>
    </div>
  );
}

function suggestionTab(desk: Desk): Tab {
  const label = (
    <>
      <Sparkles aria-hidden="true" className="size-4" />
      <span className="sr-only">Suggestions </span>
      <span className="tabular-nums">{desk.suggestionsShow === "shown" && desk.suggestions.length}</span>
    </>
  );
  return { id: "suggestions", label };
}

function carriedTab(desk: Desk): Tab {
  const open = desk.carried.openCount;
  const label = (
    <>
      <FileClock aria-hidden="true" className="size-4" />
      <span className="sr-only">
        Marks of the former text{open > 0 && `, ${open} without ${open === 1 ? "its" : "their"} words`}
      </span>
    </>
  );
  return { id: "carried", label };
}
