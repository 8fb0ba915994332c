"use client";

import { ChevronRight } from "lucide-react";
import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { z } from "zod";
import { CommandPalette } from "@/components/annotate/command-palette";
import { CommentTab } from "@/components/annotate/comment-tab";
import type { NarrowPanel } from "@/components/annotate/desk-state";
import { GuidelinePanel } from "@/components/annotate/guideline-panel";
import { HelpDialog } from "@/components/annotate/help-dialog";
import { KeyBar } from "@/components/annotate/key-bar";
import { LayerBanner } from "@/components/annotate/layer-banner";
import { MarkList } from "@/components/annotate/mark-list";
import { MarkPanel } from "@/components/annotate/mark-panel";
import { MarkSentence } from "@/components/annotate/mark-sentence";
import { OrphanBar } from "@/components/annotate/orphan-choices";
import { RefusalPanel } from "@/components/annotate/refusal-panel";
import { requestJson } from "@/components/annotate/request-json";
import { SidePanel } from "@/components/annotate/side-panel";
import { SkipDialog } from "@/components/annotate/skip-dialog";
import { SubmitDialog } from "@/components/annotate/submit-dialog";
import { TextPane } from "@/components/annotate/text-pane";
import { TopBar } from "@/components/annotate/top-bar";
import { besideOf } from "@/components/annotate/twin-beside";
import { TwoTexts } from "@/components/annotate/two-texts";
import { type AnnotateInput, useAnnotate } from "@/components/annotate/use-annotate";
import { useKeptArticle } from "@/components/annotate/use-kept-article";
import { useSharedLayer } from "@/components/annotate/use-shared-layer";
import { useUnread } from "@/components/comments/use-unread";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import type { WorkPosition } from "@/lib/articles/text-schema";
import type { GuidelineExampleDto } from "@/lib/guidelines/example-schema";

/** The screen on which an article is marked: text in the middle, the current mark at the right, all of it by key or mouse. */
export function AnnotateScreen({
  position,
  guideline,
  examples,
  sourceNames,
  projectHref,
  isFromCache = false,
  isShared = false,
  next,
  ...input
}: AnnotateInput & {
  /** Everybody works in this layer. */
  isShared?: boolean;
  position: WorkPosition;
  guideline: { number: number; content: unknown } | null;
  examples: readonly GuidelineExampleDto[];
  sourceNames: Record<string, string>;
  projectHref: string;
  /** It was opened from what the browser keeps, so only loading it again brings a newer page. */
  isFromCache?: boolean;
  /** What to do once this one is handed in; nothing without a connection. */
  next?: ReactNode;
}) {
  const { desk, store, text, sendBlock, isReleased } = useAnnotate(input);
  const [named, setNamed] = useState(sourceNames);
  const router = useRouter();
  const { ui, view } = desk;
  useSharedLayer(input.layerId, isShared, store);
  // Two texts need the room of the outline; it comes back when it is asked for.
  const isTwo = besideOf(desk) !== null && ui.narrowPanel !== "side";
  const unread = useUnread(input.article.articleId);
  useKeptArticle(input, view, { position, sourceNames: named, projectHref });

  async function post(what: "submit" | "recall" | "skip", body: object): Promise<string | null> {
    const answer = await requestJson(`/api/layers/${input.layerId}/${what}`, z.unknown(), {
      method: "POST",
      body,
    });
    if (!answer.ok) return answer.error.message;
    await store.reload();
    if (isFromCache) window.location.reload();
    else router.refresh();
    return null;
  }
  async function submit(nothingToMark: boolean): Promise<string | null> {
    const problem = await post("submit", { nothingToMark });
    if (!problem) desk.patch({ currentId: null, notice: null });
    return problem;
  }
  async function skip(reason: string): Promise<string | null> {
    const problem = await post("skip", { reason });
    if (!problem) router.push(`${projectHref}/work`);
    return problem;
  }
  async function recall() {
    const problem = await post("recall", {});
    if (problem) desk.say(problem, "danger");
  }
  const panel = (name: NarrowPanel, shownFrom: string) =>
    classNames("min-h-0 min-w-0", shownFrom, ui.narrowPanel === name ? "block" : "max-md:hidden");

  return (
    <div
      data-wide
      data-phase={view.phase}
      className="grid h-[calc(100dvh-var(--bar-height))] grid-cols-[minmax(0,1fr)] grid-rows-[auto_minmax(0,1fr)_auto] bg-surface"
    >
      <div>
        <TopBar
          article={input.article}
          position={position}
          view={view}
          backHref={`${projectHref}/articles/${input.article.articleId}`}
          isOwn={input.isOwn}
          onSubmit={() => desk.patch({ dialog: "submit" })}
          onRecall={() => void recall()}
          onSkip={() => desk.patch({ dialog: "skip" })}
        />
        <LayerBanner
          state={view.layer.state}
          isNothingToMark={view.layer.isNothingToMark}
          isOwn={input.isOwn}
          isReleased={isReleased}
          projectHref={projectHref}
        >
          {next}
        </LayerBanner>
        <RefusalPanel desk={desk} store={store} />
      </div>
      <div
        className={classNames(
          "grid min-h-0 grid-cols-1 grid-rows-1 md:grid-cols-[minmax(0,1fr)_21rem]",
          isTwo ? "2xl:grid-cols-[18rem_minmax(0,1fr)_23rem]" : "xl:grid-cols-[18rem_minmax(0,1fr)_23rem]",
        )}
      >
        <aside
          aria-label="Beside the text"
          className={classNames(
            panel("side", isTwo ? "2xl:block" : "xl:block"),
            isTwo && "max-2xl:hidden",
            ui.narrowPanel !== "side" && "max-xl:hidden",
            "border-r border-border md:max-xl:order-3 md:max-xl:border-r-0 md:max-xl:border-l",
          )}
        >
          <SidePanel
            desk={desk}
            mayPrepare={input.mayPrepare}
            compareHref={`${projectHref}/articles/${input.article.articleId}/versions`}
            guideline={
              <GuidelinePanel
                projectHref={projectHref}
                guideline={guideline}
                examples={examples}
                rule={ui.rule}
              />
            }
            comments={<CommentTab desk={desk} />}
            unread={ui.sideTab === "comments" ? 0 : unread}
            onBlockChange={(change) => void sendBlock(change)}
          />
        </aside>
        <TwoTexts desk={desk} text={text}>
          <TextPane desk={desk} text={text} />
        </TwoTexts>
        <aside
          aria-label="Marks"
          className={classNames(
            "flex min-h-0 min-w-0 flex-col border-l border-border",
            ui.narrowPanel === "side" && "md:max-xl:hidden",
            ui.narrowPanel !== "mark" && ui.narrowPanel !== "marks" && "max-md:hidden",
          )}
        >
          <div
            className={classNames(
              "min-h-0 shrink overflow-y-auto max-md:grow",
              ui.narrowPanel === "marks" && "max-md:hidden",
            )}
          >
            <MarkPanel
              desk={desk}
              sourceNames={named}
              onNamed={(id, name) => setNamed((now) => ({ ...now, [id]: name }))}
            />
          </div>
          <div
            className={classNames(
              "min-h-40 grow basis-40 overflow-y-auto",
              ui.narrowPanel === "mark" && "max-md:hidden",
            )}
          >
            <MarkList desk={desk} />
          </div>
        </aside>
      </div>
      <div>
        {ui.notice && (
          <p
            className={classNames(
              "border-t border-border px-4 py-1.5 text-sm md:hidden",
              ui.notice.tone === "danger" ? "text-danger" : "text-ink",
            )}
          >
            {ui.notice.text}
          </p>
        )}
        <OrphanBar desk={desk} />
        {desk.current && ui.narrowPanel === "text" && (
          <button
            type="button"
            onClick={() => desk.patch({ narrowPanel: "mark" })}
            className="flex w-full items-center gap-2 border-t border-border px-4 py-2 text-left md:hidden"
          >
            <span className="line-clamp-2 min-w-0 grow">
              <MarkSentence mark={desk.current} marks={desk.marks} sourceNames={named} />
            </span>
            <ChevronRight aria-hidden="true" className="size-4 shrink-0 text-ink-muted" />
          </button>
        )}
        <KeyBar desk={desk} />
        <PanelBar
          current={ui.narrowPanel}
          marks={desk.marks.length}
          onChange={(narrowPanel) => desk.patch({ narrowPanel })}
        />
      </div>
      <HelpDialog desk={desk} />
      <CommandPalette desk={desk} />
      <SubmitDialog desk={desk} onSubmit={submit} />
      <SkipDialog desk={desk} onSkip={skip} />
    </div>
  );
}

function PanelBar({
  current,
  marks,
  onChange,
}: {
  current: NarrowPanel;
  marks: number;
  onChange: (panel: NarrowPanel) => void;
}) {
  const panels: { id: NarrowPanel; label: string; isNarrowOnly: boolean }[] = [
    { id: "text", label: "Text", isNarrowOnly: false },
    { id: "mark", label: "Mark", isNarrowOnly: true },
    { id: "marks", label: `Marks ${marks}`, isNarrowOnly: true },
    { id: "side", label: "More", isNarrowOnly: false },
  ];
  return (
    <nav aria-label="Parts of this screen" className="flex border-t border-border bg-surface p-1 xl:hidden">
      {panels.map((panel) => (
        <Button
          key={panel.id}
          variant="ghost"
          aria-pressed={current === panel.id}
          onClick={() => onChange(panel.id)}
          className={classNames(
            "grow aria-pressed:bg-accent-soft aria-pressed:text-accent max-md:h-11",
            panel.isNarrowOnly && "md:hidden",
          )}
        >
          {panel.label}
        </Button>
      ))}
    </nav>
  );
}
