"use client";

import { useMemo, useRef, useState } from "react";
import { AgreedDialog } from "@/components/review/agreed-dialog";
import { CompareText } from "@/components/review/compare-text";
import { type Draft, isWhole } from "@/components/review/mark-editor";
import { keyOfLayer } from "@/components/review/place-actions";
import { PlaceList } from "@/components/review/place-list";
import { type PanelMode, PlacePanel } from "@/components/review/place-panel";
import { type ReviewActions, ReviewBar } from "@/components/review/review-bar";
import { CompareLegend, ReviewKeys } from "@/components/review/review-hints";
import { useKeys } from "@/components/review/use-keys";
import { useReview } from "@/components/review/use-review";
import { Button } from "@/components/ui/button";
import { ErrorNote } from "@/components/ui/error-note";
import type { ArticleText } from "@/lib/articles/text-schema";
import type { GuidelineDocument } from "@/lib/guidelines/schema";
import { amendReason, combine, countsSentence, draftOf, marksAt, pickFields } from "@/lib/review/places";
import type { DecisionDto, FinalMark, ReviewDto, WantedMark } from "@/lib/review/schema";
import { indexCodePoints, sliceCodePoints } from "@/lib/text/code-points";
import { moveBorder } from "@/lib/text/moves";
import type { Span } from "@/lib/text/span";
import { reviewReasons } from "@/lib/vocabulary";

const firstWord = { border: "end", direction: 1, by: "word" } as const;

/** The adjudication screen: the places on the left, the text with one of them lit, its fields and decisions on the right. */
export function ReviewDesk({
  slug,
  review,
  text,
  guideline,
  actions,
}: {
  slug: string;
  review: ReviewDto;
  text: ArticleText;
  guideline: GuidelineDocument | null;
  actions: ReviewActions;
}) {
  const state = useReview(review);
  const { current, order } = state;
  const { layers, marks } = review;
  const index = useMemo(() => indexCodePoints(text.text), [text.text]);
  const [mode, setMode] = useState<PanelMode>("idle");
  const [draft, setDraft] = useState<Draft | null>(null);
  const [chosen, setChosen] = useState<number[]>([]);
  const [comment, setComment] = useState("");
  const [selection, setSelection] = useState<Span | null>(null);
  const [hint, setHint] = useState<string | null>(null);
  const finishRef = useRef<HTMLButtonElement>(null);
  const selectedRef = useRef<() => Span | null>(null);

  const columns = layers.map((layer) => (current ? marksAt(current, layer.id, marks) : []));
  const having = columns.flatMap((own, layer) => (own.length > 0 ? [layer] : []));
  const single = columns.flatMap((own) => own.slice(0, 1));
  const differing = current?.state === "disagreed" ? current.differences : [];
  const lit = current?.span ?? moveBorder(index, { start: 0, end: 1 }, firstWord, text.lang ?? "und");
  const settled = order.filter((unit) => unit.decision !== null).length;
  const agreed = order.filter((unit) => unit.state === "agreed" && unit.decision === null);

  function rest() {
    setMode("idle");
    setDraft(null);
    setChosen([]);
    setHint(null);
  }
  function go(move: () => void) {
    rest();
    setComment("");
    move();
  }
  function shown(
    verdict: DecisionDto["verdict"],
    wanted: readonly WantedMark[],
    reason: DecisionDto["reason"],
  ) {
    if (!current) return null;
    const own: FinalMark[] = wanted.map((mark, at) => ({
      id: `${current.id}-${at}`,
      kind: current.kind,
      attributes: mark.attributes,
      spans: mark.spans.map((span) => ({ ...span, quote: sliceCodePoints(index, span) })),
      readsId: mark.readsId,
    }));
    return { id: current.id, unitId: current.id, verdict, reason, comment: said, marks: own };
  }
  // A place decided anew keeps what was said about it.
  const said = comment.trim() || current?.decision?.comment || null;
  function openComment() {
    setComment(comment || current?.decision?.comment || "");
    setMode("comment");
  }

  function take(indexes: readonly number[]) {
    if (!current) return;
    const from = indexes.filter((one) => having.includes(one));
    if (from.length === 0) {
      if (indexes.some((one) => one < layers.length)) reject();
      return;
    }
    const layerIds = from.flatMap((one) => layers[one]?.id ?? []);
    const wanted = from.flatMap((one) => (columns[one] ?? []).map(draftOf));
    go(() =>
      state.decide(
        { action: "accept", unitId: current.id, layerIds, comment: said },
        shown("accept", wanted, null),
      ),
    );
  }
  function amend(wanted: WantedMark | null) {
    if (!current) return;
    if (!wanted) {
      setHint("They share no words, so there is no intersection to take.");
      return;
    }
    const reason = amendReason(wanted, columns.flat());
    go(() =>
      state.decide(
        { action: "amend", unitId: current.id, marks: [wanted], reason, comment: said },
        shown("amend", [wanted], reason),
      ),
    );
  }
  function reject() {
    if (current && current.members.length > 0) setMode("reject");
  }
  function rejectFor(reason: (typeof reviewReasons)[number]) {
    if (!current) return;
    if (reason === "other" && !said) {
      setHint("Say why in the comment first, then reject with 7 again.");
      setMode("comment");
      return;
    }
    go(() =>
      state.decide(
        { action: "reject", unitId: current.id, reason, comment: said },
        shown("reject", [], reason),
      ),
    );
  }
  function reopen() {
    if (current?.decision) {
      rest();
      state.decide({ action: "reopen", unitId: current.id, comment: null }, null);
    }
  }
  function pick(layer: number) {
    const next = [...chosen, layer];
    if (next.length < differing.length) setChosen(next);
    else amend(pickFields(single, differing, next));
  }
  function edit() {
    if (!current) return;
    const from = current.decision?.marks[0] ?? single[0];
    if (!from) return;
    setDraft({ kind: current.kind, mark: draftOf(from) });
    setMode("edit");
  }
  function add() {
    const kind = (["claim", "attribution", "duplicate"] as const).find((one) => review.kinds.includes(one));
    if (!kind) return;
    const role = kind === "attribution" ? "content" : "body";
    const selected = selectedRef.current?.() ?? selection;
    const spans = selected ? [{ role, ...selected } as const] : [];
    setDraft({ kind, mark: { attributes: {}, spans, readsId: null } });
    setMode("add");
  }
  function save() {
    if (!draft || !isWhole(draft)) return;
    if (mode === "edit") amend(draft.mark);
    else
      void state.act({ action: "add", ...draft, comment: null }).then((change) => {
        const unitId = change?.added[0]?.id;
        if (unitId) go(() => state.select(unitId));
      });
  }
  function keepComment() {
    setMode("idle");
    if (!current?.decision || !comment.trim()) return;
    setComment("");
    const { verdict, reason, marks: own } = current.decision;
    const unitId = current.id;
    const decision = { ...current.decision, comment: said };
    const read = new Set(own.map((mark) => mark.readsId));
    const layerIds = current.members.filter((one) => read.has(one.annotationId)).map((one) => one.layerId);
    if (verdict === "reject" && reason)
      state.decide({ action: "reject", unitId, reason, comment: said }, decision);
    else if (verdict === "accept" && layerIds.length > 0)
      state.decide({ action: "accept", unitId, layerIds, comment: said }, decision);
    else state.decide({ action: "amend", unitId, marks: own.map(draftOf), reason, comment: said }, decision);
  }
  function takeAgreed() {
    setMode("idle");
    void state.act({ action: "accept-agreed" });
  }
  function finish() {
    void state.settle().then((isSaved) => {
      if (isSaved) finishRef.current?.click();
    });
  }

  const doings = {
    take: (layer: number) => take([layer]),
    both: () => take(having),
    combine: (how: "union" | "intersection") => {
      if (having.length > 1) amend(combine(columns.flat(), how));
    },
    fields: () => {
      if (differing.length === 0) return;
      setChosen([]);
      setMode("fields");
    },
    edit,
    reject,
    reopen,
  };
  const leave = { Escape: mode === "idle" ? undefined : rest };
  const byLayer = (run: (layer: number) => void) =>
    Object.fromEntries(layers.map((_, layer) => [keyOfLayer(layer), () => run(layer)]));
  const isWording = mode === "edit" || mode === "add";
  useKeys(
    isWording || review.signOff.isSigning
      ? isWording
        ? {}
        : { n: () => go(() => state.move(1)), p: () => go(() => state.move(-1)) }
      : {
          n: () => go(() => state.move(1)),
          p: () => go(() => state.move(-1)),
          j: () => go(() => state.move(1)),
          k: () => go(() => state.move(-1)),
          w: doings.both,
          m: () => doings.combine("union"),
          i: () => doings.combine("intersection"),
          f: doings.fields,
          e: edit,
          x: reject,
          "0": reopen,
          c: openComment,
          z: () => go(state.undo),
          "Shift+z": () => go(state.redo),
          "Shift+a": () => agreed.length > 0 && setMode("agreed"),
          "+": add,
          ...byLayer(mode === "fields" ? pick : doings.take),
          ...(mode === "reject"
            ? Object.fromEntries(reviewReasons.map((reason, at) => [String(at + 1), () => rejectFor(reason)]))
            : {}),
        },
    {
      ...leave,
      "Ctrl+Enter": isWording ? save : mode === "comment" ? keepComment : finish,
    },
  );

  const decided =
    mode === "edit" || mode === "add"
      ? (draft?.mark.spans ?? [])
      : current?.decision?.marks.flatMap((mark) => mark.spans);
  const [above, below] = [having[0], having[1]];
  const spansOf = (layer: number | undefined) =>
    layer === undefined || mode === "add" ? [] : (columns[layer] ?? []).flatMap((mark) => mark.spans);
  return (
    <div data-wide className="flex flex-col lg:h-[calc(100dvh-var(--bar-height))]">
      <ReviewBar
        slug={slug}
        articleId={review.articleId}
        title={text.title}
        sentence={countsSentence(order, layers)}
        settled={settled}
        total={order.length}
        waiting={state.waiting}
        layers={layers}
        signOff={review.signOff}
        actions={actions}
        finishRef={finishRef}
      />
      {state.problem && (
        <ErrorNote
          title={state.problem}
          className="m-3 mb-0"
          action={
            <Button size="sm" onClick={state.dismiss}>
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
            currentId={mode === "add" ? null : (current?.id ?? null)}
            marks={marks}
            onSelect={(unitId) => go(() => state.select(unitId))}
            onTakeAgreed={() => setMode("agreed")}
          />
        </div>
        <section
          data-pane
          aria-label="The article"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
          tabIndex={0}
          className="min-h-0 overflow-y-auto -outline-offset-2 max-lg:max-h-[42dvh] max-lg:border-b max-lg:border-border"
        >
          <CompareLegend layers={[above, below].flatMap((layer) => layers[layer ?? -1] ?? [])} />
          <div className="px-6 pt-4 pb-24 max-sm:px-4 max-lg:pb-6">
            <CompareText
              text={text}
              placeId={mode === "add" ? null : (current?.id ?? null)}
              drawn={{
                kind: current?.kind ?? "claim",
                above: spansOf(above),
                below: spansOf(below),
                final: decided ?? [],
                span: mode === "add" ? null : (current?.span ?? null),
              }}
              onSelect={setSelection}
              selectedRef={selectedRef}
            />
          </div>
        </section>
        <PlacePanel
          unit={current}
          isReadOnly={review.signOff.isSigning}
          position={current ? order.indexOf(current) + 1 : 0}
          total={order.length}
          layers={layers}
          marks={marks}
          having={having}
          differing={differing}
          mode={mode}
          chosen={chosen}
          hint={hint}
          comment={comment}
          draft={draft}
          editor={{ index, lang: text.lang ?? "und", selection, lit, kinds: review.kinds }}
          guideline={guideline}
          doings={doings}
          onDraft={setDraft}
          onSave={save}
          onReason={rejectFor}
          onComment={setComment}
          onKeepComment={keepComment}
          onOpenComment={openComment}
          onAdd={add}
          onRest={rest}
        />
      </div>
      <ReviewKeys layers={layers} />
      <AgreedDialog
        isOpen={mode === "agreed"}
        units={agreed}
        marks={marks}
        isSingle={layers.length === 1}
        onOpenChange={(isOpen) => setMode(isOpen ? "agreed" : "idle")}
        onTake={takeAgreed}
      />
    </div>
  );
}
