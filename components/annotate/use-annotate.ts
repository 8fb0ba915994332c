"use client";

import {
  useCallback,
  useEffect,
  useEffectEvent,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import { z } from "zod";
import { type Desk, type DeskUi, firstUi } from "@/components/annotate/desk-state";
import { focusText, isInText } from "@/components/annotate/focus-text";
import { keepTaken } from "@/components/annotate/kept-articles";
import { stacksOf } from "@/components/annotate/layer-model";
import { createLayerStore, type LayerSnapshotDto, layerSnapshot } from "@/components/annotate/layer-store";
import { chooseDigit, stepChoice } from "@/components/annotate/list-choice";
import { type MarkBook, nextBook } from "@/components/annotate/mark-book";
import { selectMark } from "@/components/annotate/move-actions";
import { type OutboxState, sendCommand } from "@/components/annotate/outbox";
import { indexedDbStorage } from "@/components/annotate/outbox-storage";
import { perform } from "@/components/annotate/perform";
import { requestJson } from "@/components/annotate/request-json";
import { blockAt, useBlocks } from "@/components/annotate/use-blocks";
import { useCarried } from "@/components/annotate/use-carried";
import { useHeartbeat } from "@/components/annotate/use-heartbeat";
import { useLayerSuggestions } from "@/components/annotate/use-layer-suggestions";
import { useProblems } from "@/components/annotate/use-problems";
import type { AnnotatedTextHandle } from "@/components/editor/text-handle";
import type { ArticleText } from "@/lib/articles/text-schema";
import { layerChanges } from "@/lib/layers/schema";
import { passageCandidate } from "@/lib/passages/schema";
import type { Family } from "@/lib/reuse/schema";
import { actionsOf, isSingleKey, keyWords, withOwnKeys } from "@/lib/shortcuts/keymap";
import type { KeyPreference } from "@/lib/shortcuts/schema";
import type { ActionId } from "@/lib/shortcuts/table";
import type { LayerSuggestions } from "@/lib/suggestions/schema";
import { indexCodePoints } from "@/lib/text/code-points";
import type { Span } from "@/lib/text/span";
import { readingUnits } from "@/lib/text/units";
import type { CarriedListDto } from "@/lib/versions/schema";
import { blockKinds, boilerplateKinds, labelOf } from "@/lib/vocabulary";

export type AnnotateInput = {
  layerId: string;
  userId: string;
  article: ArticleText;
  kinds: readonly string[];
  snapshot: LayerSnapshotDto;
  /** Whether the layer is the reader's own (or everybody's) and their role may annotate. */
  isOwn: boolean;
  /** Whether the layer is nobody's but the reader's, so that the browser may keep it for work without a connection. */
  mayKeep: boolean;
  mayPrepare: boolean;
  families: readonly Family[];
  twinTitles: Readonly<Record<string, string>>;
  blockingChecks: readonly string[];
  keys: KeyPreference;
  suggestions: LayerSuggestions;
  /** What became of the marks of an earlier text that the layer began with; null where it began with none. */
  carried: CarriedListDto | null;
};

/** The state of the annotation screen and everything that can be done on it; keys are listened to on the window. */
export function useAnnotate(input: AnnotateInput) {
  const { layerId, userId, article, kinds, isOwn, mayPrepare, blockingChecks } = input;
  const index = useMemo(() => indexCodePoints(article.text), [article.text]);
  const lang = article.lang ?? "und";
  const [store] = useState(() =>
    createLayerStore({
      key: `${userId}/${layerId}`,
      context: { textLength: article.length, kinds },
      snapshot: input.snapshot,
      storage: indexedDbStorage(),
      send: (command) => sendCommand(layerId, command),
      fetchLayer: () => requestJson(`/api/layers/${layerId}`, layerSnapshot),
      fetchChanges: (after) => requestJson(`/api/layers/${layerId}/changes?after=${after}`, layerChanges),
      newId: () => crypto.randomUUID(),
      onTaken: (result) => {
        if (input.mayKeep) void keepTaken(userId, layerId, result).catch(() => undefined);
      },
    }),
  );
  const view = useSyncExternalStore(store.subscribe, store.view, store.view);
  const [ui, setUi] = useState<DeskUi>(firstUi);
  const stacks = useMemo(() => stacksOf(view.model), [view.model]);
  const depths = { undo: stacks.undo.length, redo: stacks.redo.length };
  const blockDesk = useBlocks(userId, article, depths, (words, tone) => say(words, tone));
  const { blocks } = blockDesk;
  const units = useMemo(() => {
    const apart = blocks.filter((block) => boilerplateKinds.includes(block.kind));
    return readingUnits(index, lang, apart);
  }, [index, lang, blocks]);
  const text = useRef<AnnotatedTextHandle>(null);

  useEffect(() => {
    store.start();
    window.addEventListener("online", store.retry);
    return () => {
      window.removeEventListener("online", store.retry);
      store.stop();
    };
  }, [store]);
  useUnloadWarning(isLostByLeaving(view.outbox));

  const patch = useCallback((part: Partial<DeskUi>) => setUi((now) => ({ ...now, ...part })), []);
  const book = useRef<MarkBook | null>(null);
  const marks = useMemo(() => {
    book.current = nextBook(book.current, view.model.objects);
    return book.current.marks;
  }, [view.model.objects]);
  const { attributes } = view.model;
  const { versionId } = article;
  const checks = useMemo(
    () => ({ versionId, blocks, kinds, attributes }),
    [versionId, blocks, kinds, attributes],
  );
  const { problems, settled } = useProblems(view.model.objects, checks, blockingChecks);
  const current = useMemo(
    () => marks.find((mark) => mark.annotation.id === ui.currentId) ?? null,
    [marks, ui.currentId],
  );
  const isOpen = view.layer.state === "open" || view.layer.state === "returned";
  const { isReleased } = useHeartbeat(layerId, isOwn && isOpen && view.phase === "ready");
  const say: Desk["say"] = (words, tone = "neutral") => patch({ notice: { text: words, tone } });
  const suggested = useLayerSuggestions(layerId, input.suggestions, view.model.objects, (problem) =>
    say(problem, "danger"),
  );
  const [twinTitles, setTwinTitles] = useState(input.twinTitles);
  const carried = useCarried(layerId, input.carried, store);
  function told(problem: string | null): boolean {
    if (problem) say(problem, "danger");
    return problem === null;
  }

  async function editBlock(how: "kind" | "split") {
    const at = ui.cursor?.span.start;
    const block = blockAt(blocks, at);
    if (!block || at === undefined)
      return say(`Put the cursor into a block first: press ${keyOf("next-unit")}.`);
    if (!mayPrepare)
      return say("Blocks are shared by everybody: whoever prepares the articles corrects them. Tell them.");
    const next = blockKinds[(blockKinds.indexOf(block.kind) + 1) % blockKinds.length] ?? "body";
    const isDone = await blockDesk.edit({
      ...(how === "kind" ? { op: "kind", kind: next } : { op: "split", at, kind: block.kind }),
      blockId: block.id,
    });
    if (isDone && how === "kind") say(`Block: ${labelOf(next)}`);
  }
  async function findTwins(span: Span, markId: string | null) {
    const open = (part: { candidates?: z.infer<typeof passageCandidate>[]; failure?: string }) =>
      ({
        type: "twin",
        span,
        markId,
        candidates: part.candidates ?? null,
        failure: part.failure ?? null,
        preview: null,
      }) as const;
    patch({ picker: open({}), hasToolbar: false, narrowPanel: "mark" });
    const query = new URLSearchParams({
      versionId: article.versionId,
      start: String(span.start),
      end: String(span.end),
    });
    const answer = await requestJson(
      `/api/passages/search?${query}`,
      z.object({ passages: z.array(passageCandidate) }),
    );
    const found = answer.ok
      ? open({ candidates: answer.data.passages })
      : open({ failure: answer.error.message });
    // It may have been left meanwhile.
    setUi((now) =>
      now.picker?.type === "twin" && now.picker.span === span ? { ...now, picker: found } : now,
    );
  }
  function focusPanel(field?: string) {
    patch({ narrowPanel: "mark" });
    requestAnimationFrame(() => {
      const panel = document.getElementById("current-mark");
      const wanted = field ? panel?.querySelector<HTMLElement>(`[data-field="${field}"]`) : null;
      // Fields before buttons: the first button deletes the mark.
      const first =
        panel?.querySelector<HTMLElement>("select, input, textarea") ??
        panel?.querySelector<HTMLElement>("button");
      (wanted ?? first)?.focus();
    });
  }

  const table = useMemo(() => withOwnKeys(input.keys.own), [input.keys.own]);
  const { hasSingleKeys } = input.keys;
  function keyOf(action: ActionId): string {
    const shortcut = table.find((one) => one.action === action);
    const key = shortcut?.keys.find((one) => hasSingleKeys || !isSingleKey(one));
    // Without a key of its own it is reached through the list of commands.
    return key ? keyWords(key) : action === "palette" ? "" : keyOf("palette");
  }

  const desk: Desk = {
    shortcuts: table,
    hasSingleKeys,
    keyOf,
    layerId,
    article,
    families: input.families,
    twinTitles,
    learnTwin: (versionId, title) => setTwinTitles((now) => ({ ...now, [versionId]: title })),
    blocks,
    index,
    units,
    lang,
    view,
    isEditable: isOwn && isOpen,
    marks,
    current,
    problems,
    settledProblems: settled,
    ...suggested,
    carried,
    ui,
    patch,
    say,
    run: (operations) => told(store.run(operations)),
    newId: () => crypto.randomUUID(),
    restore: (mark) => told(store.restore(mark)) && say("Brought back."),
    undo: () => {
      if (blockDesk.isNext("undo")) void blockDesk.step("undo");
      else if (told(store.undo())) say("Undone.");
    },
    redo: () => {
      if (blockDesk.isNext("redo")) void blockDesk.step("redo");
      else if (told(store.redo())) say("Done again.");
    },
    editBlock: (how) => void editBlock(how),
    findTwins: (span, markId) => void findTwins(span, markId),
    focusPanel,
  };

  useKeys(desk);
  useAddress(desk);
  useEffect(() => {
    if (ui.cursor && !ui.cursor.isNative) text.current?.reveal(ui.cursor.span);
  }, [ui.cursor]);
  return { desk, store, text, sendBlock: blockDesk.edit, isReleased: view.isLate || isReleased };
}

/** Goes to what the address names when the screen opens: `#mark-ID`, or `#at-START-END` in code points. */
function useAddress(desk: Desk) {
  const go = useEffectEvent(() => {
    const mark = desk.marks.find((one) => `#mark-${one.annotation.id}` === window.location.hash);
    if (mark) return selectMark(desk, mark);
    const [, start, end] = /^#at-(\d{1,9})-(\d{1,9})$/.exec(window.location.hash) ?? [];
    const span = { start: Number(start), end: Number(end) };
    if (span.start < span.end && span.end <= desk.article.length)
      desk.patch({ cursor: { span, level: null } });
  });
  const isDrawn = desk.view.phase !== "loading";
  useEffect(() => {
    if (isDrawn) go();
  }, [isDrawn]);
}

/** What waits without a line is kept and sent at the next visit; what is on its way needs only a moment. */
function isLostByLeaving({ waiting, status, isKept }: OutboxState): boolean {
  return waiting.length > 0 && (!isKept || status === "saving" || status === "attention");
}

function useUnloadWarning(isUnsent: boolean) {
  useEffect(() => {
    if (!isUnsent) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [isUnsent]);
}

const typing = "input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable=true]";

function useKeys(desk: Desk) {
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || !(event.target instanceof Element)) return;
    if (event.target.closest("[role=dialog], [role=alertdialog], [role=menu]")) return;
    const { key, shiftKey, metaKey } = event;
    // AltGr types brackets on many keyboards, and reports itself as Ctrl and Alt.
    const isAltGraph = event.getModifierState("AltGraph");
    const ctrlKey = event.ctrlKey && !isAltGraph;
    const actions = actionsOf(desk.shortcuts, { key, shiftKey, ctrlKey, metaKey }, desk.hasSingleKeys);
    const isHere = isInText(event.target);
    if (event.target.matches(typing) && !isHere) {
      if (actions.includes("palette") && (ctrlKey || metaKey)) {
        perform(desk, ["palette"]);
        event.preventDefault();
      }
      if (event.key === "Escape") {
        // Back to the text, where the keys are.
        if (event.target instanceof HTMLElement) event.target.blur();
        focusText();
        if (desk.ui.picker) desk.patch({ picker: null });
        event.preventDefault();
      }
      return;
    }
    const isStep = (key === "ArrowDown" || key === "ArrowUp") && !ctrlKey && !metaKey && !event.altKey;
    const isControl = event.target.closest("button, a, summary, input, [role=tab]") !== null;
    // Passages are compared by the arrows from anywhere; elsewhere Enter must mean what has the focus.
    const mayStep = isStep && (!isControl || desk.ui.picker?.type === "twin");
    if (mayStep && stepChoice(desk, key === "ArrowDown" ? 1 : -1)) return event.preventDefault();
    if (isControl && ["Enter", " ", "ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"].includes(event.key))
      return;
    // A key of one character may mean something else wherever the focus is not in the text: a screen reader's own keys.
    if (!isHere && key.length === 1 && !ctrlKey && !metaKey) return;
    const isDigit = !ctrlKey && !metaKey && !event.altKey && desk.hasSingleKeys && /^[1-9]$/.test(key);
    if (isDigit && chooseDigit(desk, Number(key))) return event.preventDefault();
    if (event.altKey && !isAltGraph && !key.startsWith("Arrow")) return;
    if (perform(desk, actions, event.altKey ? "character" : "word")) event.preventDefault();
  });
  useEffect(() => {
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, []);
}
