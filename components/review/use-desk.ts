"use client";

import { type RefObject, useMemo, useState } from "react";
import type { ExampleWish } from "@/components/review/example-dialog";
import { type Draft, isWhole } from "@/components/review/mark-editor";
import { useBlocks } from "@/components/review/use-blocks";
import { useExamples } from "@/components/review/use-examples";
import { type LinkQuestionDto, useLinkChoice } from "@/components/review/use-link-choice";
import { type ReviewWish, useReview } from "@/components/review/use-review";
import type { ArticleText } from "@/lib/articles/text-schema";
import { placeWarnings } from "@/lib/review/place-warnings";
import {
  amendReason,
  combine,
  differingLinks,
  draftOf,
  everybodys,
  type FieldChoice,
  isConflict,
  marksAt,
  pickFields,
} from "@/lib/review/places";
import type { DecisionDto, FinalMark, ReviewDto, ReviewMark, WantedMark } from "@/lib/review/schema";
import { indexCodePoints, sliceCodePoints } from "@/lib/text/code-points";
import type { Span } from "@/lib/text/span";
import type { BlockKind, reviewReasons } from "@/lib/vocabulary";

/** What the panel is in the midst of. */
export type PanelMode =
  | "idle"
  | "reject"
  | "fields"
  | "links"
  | "whose"
  | "which"
  | "edit"
  | "add"
  | "comment"
  | "merge"
  | "block"
  | "example"
  | "help";

/**
 * What the adjudication screen holds and can do: every doing is one key and one button. `selected` asks the text what is
 * selected in it at this moment.
 */
export function useDesk(review: ReviewDto, text: ArticleText, selected: RefObject<() => Span | null>) {
  const state = useReview(review);
  const examples = useExamples(review.articleId, review.attributes);
  const blocks = useBlocks(review.articleId, text.blocks, state.undoDepth);
  const { current, order } = state;
  const { layers, marks } = review;
  const index = useMemo(() => indexCodePoints(text.text), [text.text]);
  const [mode, setMode] = useState<PanelMode>("idle");
  const [draft, setDraft] = useState<Draft | null>(null);
  const [chosen, setChosen] = useState<FieldChoice[]>([]);
  const [answers, setAnswers] = useState<boolean[]>([]);
  const [comment, setComment] = useState("");
  const [selection, setSelection] = useState<Span | null>(null);
  const [hint, setHint] = useState<string | null>(null);
  const [blockId, setBlockId] = useState<string | null>(null);

  const columns = layers.map((layer) => (current ? marksAt(current, layer.id, marks) : []));
  const having = columns.flatMap((own, layer) => (own.length > 0 ? [layer] : []));
  const single = columns.flatMap((own) => own.slice(0, 1));
  const links = differingLinks(single);
  const linkChoice = useLinkChoice(current, columns);
  const differing = current?.state === "disagreed" ? current.differences : [];
  const here = blocks.blockAt(current?.span?.start ?? 0);
  const block = blocks.blocks.find((one) => one.id === blockId) ?? null;
  const warnings = useMemo(() => placeWarnings(order, marks, blocks.blocks), [order, marks, blocks.blocks]);
  // A place decided anew keeps what was said about it.
  const said = comment.trim() || current?.decision?.comment || null;

  function rest() {
    setMode("idle");
    setDraft(null);
    setChosen([]);
    setAnswers([]);
    linkChoice.clear();
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
      alsoReadsIds: mark.alsoReadsIds,
      leavesIds: mark.leavesIds,
    }));
    return { id: current.id, unitId: current.id, verdict, reason, comment: said, marks: own };
  }
  function decide(wish: ReviewWish & { unitId: string }, decision: DecisionDto | null) {
    const pending = examples.pendingFor(wish.unitId);
    go(() => {
      void state.decide(wish, decision).then((isSaved) => {
        if (isSaved && pending) void examples.add(wish.unitId, pending);
      });
    });
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
    decide({ action: "accept", unitId: current.id, layerIds, comment: said }, shown("accept", wanted, null));
  }
  function amend(wanted: WantedMark | null) {
    if (!wanted) setHint("They share no words, so there is no intersection to take.");
    else amendTo([wanted]);
  }
  function amendTo(marks: WantedMark[]) {
    if (!current) return;
    const [reason = null] = marks.flatMap((mark) => amendReason(mark, columns.flat()) ?? []);
    decide(
      { action: "amend", unitId: current.id, marks, reason, comment: said },
      shown("amend", marks, reason),
    );
  }
  /** Where places are still open: goes to one of them and says so. */
  function tellOpen(): boolean {
    const left = order.filter((unit) => unit.decision === null);
    const next = left.find((unit) => unit.id === current?.id) ?? left.find(isConflict) ?? left[0];
    if (!next) return false;
    go(() => state.select(next.id));
    setHint(
      left.length === 1
        ? "This place is still open. Settle it, then finish."
        : `${left.length} places are still open, this one among them. Settle them, then finish.`,
    );
    return true;
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
    decide({ action: "reject", unitId: current.id, reason, comment: said }, shown("reject", [], reason));
  }
  function reopen() {
    if (!current?.decision) return;
    rest();
    void state.decide({ action: "reopen", unitId: current.id, comment: null }, null);
  }
  function pick(choice: FieldChoice) {
    const next = [...chosen, choice];
    setMode("fields");
    if (next.length < differing.length) setChosen(next);
    else amend(pickFields(single, differing, next));
  }
  function pickAll() {
    if (differing[chosen.length] === "links") pick(everybodys);
    else setHint("Everybody's can be taken of links alone. Choose one for this field.");
  }
  function askLinks() {
    if (linkChoice.isOffered) {
      linkChoice.clear();
      setMode("whose");
      return;
    }
    // Where nothing but links differs there is no field to be asked for first.
    const isOnly = differing.length === 1;
    if (differing[chosen.length] !== "links" || links.length === 0 || (mode !== "fields" && !isOnly)) return;
    setAnswers([]);
    setMode("links");
  }
  function chooseWhose(layer: number) {
    const own = columns[layer] ?? [];
    linkChoice.setWhose(layer);
    if (own.length > 1) setMode("which");
    else if (own.length === 1) takeWithLinks(own);
  }
  function chooseWhich(at: number) {
    const one = linkChoice.own[at];
    if (one) takeWithLinks([one]);
  }
  function takeWithLinks(own: readonly ReviewMark[]) {
    const wanted = linkChoice.choose(own);
    if (wanted) amendTo(wanted);
    else setMode("links");
  }
  function answerLink(isTaken: boolean) {
    if (linkChoice.question) {
      const wanted = linkChoice.answer(isTaken);
      if (wanted) amendTo(wanted);
      return;
    }
    const next = [...answers, isTaken];
    if (next.length < links.length) setAnswers(next);
    else pick({ links: links.filter((_, at) => next[at]).map((link) => link.key) });
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
    const words = selected.current() ?? selection;
    setDraft({ kind, mark: { attributes: {}, spans: words ? [{ role, ...words }] : [], readsId: null } });
    setMode("add");
  }
  function save() {
    // A second press while the first is on its way would add the mark twice.
    if (!draft || !isWhole(draft) || state.isActing) return;
    if (mode === "edit") amend(draft.mark);
    else
      state.act({ action: "add", ...draft, comment: null }, (change) => {
        const unitId = change.added[0]?.id;
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
      void state.decide({ action: "reject", unitId, reason, comment: said }, decision);
    else if (verdict === "accept" && layerIds.length > 0)
      void state.decide({ action: "accept", unitId, layerIds, comment: said }, decision);
    else
      void state.decide(
        { action: "amend", unitId, marks: own.map(draftOf), reason, comment: said },
        decision,
      );
  }
  function merge(votes: number | null) {
    setMode("idle");
    state.merge(votes);
  }
  function chooseBlock() {
    const words = selected.current();
    const one = words ? blocks.blockAt(words.start) : here;
    if (!one) return;
    setBlockId(one.id);
    setMode("block");
  }
  function moveBlock(by: 1 | -1) {
    const next = blocks.blocks[blocks.blocks.findIndex((one) => one.id === blockId) + by];
    if (next) setBlockId(next.id);
  }
  function setBlock(kind: BlockKind) {
    if (block) blocks.setKind(block, kind);
    rest();
  }
  function addExample(wish: ExampleWish) {
    setMode("idle");
    if (!current) return;
    if (current.decision) void examples.add(current.id, wish);
    else examples.wait(current.id, wish);
  }

  const doings = {
    next: () => go(() => state.move(1)),
    previous: () => go(() => state.move(-1)),
    take: (layer: number) => take([layer]),
    both: () => {
      if (mode === "fields") pickAll();
      else if (mode === "which") takeWithLinks(linkChoice.own);
      else take(having);
    },
    union: () => having.length > 1 && amend(combine(columns.flat(), "union")),
    intersection: () => having.length > 1 && amend(combine(columns.flat(), "intersection")),
    fields: () => {
      if (differing.length === 0) return;
      setChosen([]);
      setMode("fields");
    },
    links: askLinks,
    edit,
    reject,
    reopen,
    comment: () => {
      setComment(comment || current?.decision?.comment || "");
      setMode("comment");
    },
    add,
    block: chooseBlock,
    moveBlock,
    setBlock,
    agreed: () => setMode("merge"),
    example: () => current && setMode("example"),
    undo: () => blocks.undo() || go(state.undo),
    redo: () => blocks.redo() || go(state.redo),
    help: () => setMode("help"),
    leave: rest,
    pick,
    answerLink,
    chooseWhose,
    chooseWhich,
    rejectFor,
    save,
    keepComment,
    merge,
    addExample,
    select: (unitId: string) => go(() => state.select(unitId)),
    tellOpen,
  };
  const nextLink = links[answers.length];
  const question: LinkQuestionDto | null =
    linkChoice.question ??
    (nextLink
      ? {
          position: answers.length + 1,
          total: links.length,
          text: nextLink.text,
          layerIds: nextLink.having.flatMap((at) => single[at]?.layerId ?? []),
          forMark: null,
        }
      : null);
  return {
    state,
    examples,
    blocks,
    block: mode === "block" ? block : null,
    here,
    warnings,
    index,
    mode,
    draft,
    chosen,
    links,
    linkChoice,
    question,
    comment,
    said,
    selection,
    hint,
    columns,
    having,
    differing,
    open: order.filter((unit) => unit.decision === null),
    settled: order.filter((unit) => unit.decision !== null).length,
    doings,
    setMode,
    setDraft,
    setComment,
    setSelection,
  };
}

export type Desk = ReturnType<typeof useDesk>;
