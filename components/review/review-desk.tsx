"use client";

import { useRef, useState } from "react";
import { CommandDialog } from "@/components/annotate/command-palette";
import { CompareText } from "@/components/review/compare-text";
import { ExampleDialog } from "@/components/review/example-dialog";
import { MergeDialog } from "@/components/review/merge-dialog";
import { PlaceList } from "@/components/review/place-list";
import { PlacePanel } from "@/components/review/place-panel";
import { ruleOf } from "@/components/review/place-rule";
import { type ReviewActions, ReviewBar } from "@/components/review/review-bar";
import { ReviewHelp } from "@/components/review/review-help";
import { CompareLegend, mostLanes, ReviewKeys } from "@/components/review/review-hints";
import { ReviewKeyContext } from "@/components/review/review-keys";
import { useDesk } from "@/components/review/use-desk";
import { useDeskKeys } from "@/components/review/use-desk-keys";
import { useSingleKeys } from "@/components/review/use-single-keys";
import { Button } from "@/components/ui/button";
import { ErrorNote } from "@/components/ui/error-note";
import type { ArticleText } from "@/lib/articles/text-schema";
import type { GuidelineExampleDto } from "@/lib/guidelines/example-schema";
import type { GuidelineDocument } from "@/lib/guidelines/schema";
import { countsSentence } from "@/lib/review/places";
import type { ReviewDto } from "@/lib/review/schema";
import { withOwnReviewKeys } from "@/lib/shortcuts/keymap";
import type { KeyPreference } from "@/lib/shortcuts/schema";
import { moveBorder } from "@/lib/text/moves";
import type { Span } from "@/lib/text/span";

const firstWord = { border: "end", direction: 1, by: "word" } as const;

/** The adjudication screen: the places on the left, the text with one of them lit, its fields and decisions on the right. */
export function ReviewDesk({
  slug,
  review,
  text,
  guideline,
  examples,
  keys,
  actions,
}: {
  slug: string;
  review: ReviewDto;
  text: ArticleText;
  guideline: GuidelineDocument | null;
  examples: readonly GuidelineExampleDto[];
  keys: KeyPreference;
  actions: ReviewActions;
}) {
  const finishRef = useRef<HTMLButtonElement>(null);
  const selectedRef = useRef<() => Span | null>(() => null);
  const desk = useDesk(review, text, selectedRef);
  const [isOnHere] = useSingleKeys();
  const [isFinding, setFinding] = useState(false);
  const keyTable = {
    table: withOwnReviewKeys(keys.own),
    hasSingleKeys: keys.hasSingleKeys && isOnHere,
  };
  const { state, mode, doings, columns, having, draft, blocks, block } = desk;
  const { current, order } = state;
  const { layers, marks, signOff } = review;
  const isReadOnly = signOff.isSigning;
  const isWording = mode === "edit" || mode === "add";

  function finish() {
    if (!isReadOnly && doings.tellOpen()) return;
    void state.settle().then((isSaved) => {
      const button = finishRef.current;
      // While the form is under way its button is none that sends.
      if (isSaved && button?.type === "submit") button.form?.requestSubmit(button);
    });
  }
  const acts = useDeskKeys(desk, review, keyTable, { finish, find: () => setFinding(true) });

  const lit = current?.span ?? moveBorder(desk.index, { start: 0, end: 1 }, firstWord, text.lang ?? "und");
  const lanes = having.slice(0, mostLanes);
  const decided = isWording
    ? (draft?.mark.spans ?? [])
    : current?.decision?.marks.flatMap((mark) => mark.spans);
  const problem = state.problem ?? blocks.problem;
  const placeId = mode === "add" ? null : (current?.id ?? null);
  return (
    <ReviewKeyContext value={keyTable}>
      <div data-wide className="flex flex-col lg:h-[calc(100dvh-var(--bar-height))]">
        <ReviewBar
          slug={slug}
          articleId={review.articleId}
          title={text.title}
          sentence={countsSentence(order, layers)}
          settled={desk.settled}
          total={order.length}
          waiting={state.waiting + blocks.waiting}
          layers={layers}
          signOff={signOff}
          actions={actions}
          finishRef={finishRef}
          onFinish={finish}
        />
        {problem && (
          <ErrorNote
            title={problem}
            className="m-3 mb-0"
            action={
              <Button
                size="sm"
                onClick={() => {
                  state.dismiss();
                  blocks.dismiss();
                }}
              >
                Dismiss
              </Button>
            }
          />
        )}
        <div className="grid min-h-0 grow lg:grid-cols-[16rem_minmax(0,1fr)_23rem]">
          <div
            data-pane
            className="min-h-0 overflow-y-auto border-border bg-surface max-lg:order-3 max-lg:border-t lg:border-r"
          >
            <PlaceList
              order={order}
              currentId={placeId}
              marks={marks}
              warnings={desk.warnings}
              isReadOnly={isReadOnly}
              onSelect={doings.select}
              onTakeAgreed={doings.agreed}
            />
          </div>
          <section
            data-pane
            aria-label="The article"
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
            tabIndex={0}
            className="min-h-0 overflow-y-auto -outline-offset-2 max-lg:max-h-[42dvh] max-lg:border-b max-lg:border-border"
          >
            <CompareLegend layers={having.flatMap((layer) => layers[layer] ?? [])} />
            <div className="px-6 pt-4 pb-24 max-sm:px-4 max-lg:pb-6">
              <CompareText
                text={text}
                blocks={blocks.blocks}
                placeId={block?.id ?? placeId}
                drawn={{
                  kind: current?.kind ?? "claim",
                  lanes:
                    mode === "add" || block
                      ? []
                      : lanes.map((layer) => ({
                          letter: layers[layer]?.letter ?? "",
                          spans: (columns[layer] ?? []).flatMap((mark) => mark.spans),
                        })),
                  final: block ? [] : (decided ?? []),
                  span: block ?? (mode === "add" ? null : (current?.span ?? null)),
                }}
                onSelect={desk.setSelection}
                selectedRef={selectedRef}
              />
            </div>
          </section>
          <PlacePanel
            slug={slug}
            desk={desk}
            review={review}
            lit={lit}
            lang={text.lang ?? "und"}
            guideline={guideline}
            examples={examples}
          />
        </div>
        <ReviewKeys onHelp={doings.help} />
        <ReviewHelp isOnForAccount={keys.hasSingleKeys} isOpen={mode === "help"} onClose={doings.leave} />
        <CommandDialog
          isOpen={isFinding}
          commands={keyTable.table
            .filter(({ action }) => action !== "palette" && acts[action])
            .map((shortcut) => ({ ...shortcut, id: shortcut.action }))}
          hasSingleKeys={keyTable.hasSingleKeys}
          onClose={() => setFinding(false)}
          onRun={({ action }) => acts[action]?.()}
        />
        {mode === "merge" && (
          <MergeDialog
            units={desk.open}
            layers={layers}
            marks={marks}
            onClose={doings.leave}
            onTake={doings.merge}
          />
        )}
        {mode === "example" && current && (
          <ExampleDialog
            anchor={ruleOf(current, guideline, review.attributes).anchor}
            attributes={review.attributes}
            isDecided={current.decision !== null}
            onClose={doings.leave}
            onAdd={doings.addExample}
          />
        )}
      </div>
    </ReviewKeyContext>
  );
}
