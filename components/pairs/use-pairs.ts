"use client";

import { useEffect, useEffectEvent, useRef, useState } from "react";
import { z } from "zod";
import { requestJson } from "@/components/annotate/request-json";
import { useToast } from "@/components/ui/toast";
import {
  judgedPair,
  type PairDto,
  type PairPage,
  type PairShow,
  type PairVerdictCode,
  pairSchema,
  pairVerdicts,
} from "@/lib/pairs/schema";
import { labelOf } from "@/lib/vocabulary";

const pageSchema = z.object({
  items: z.array(pairSchema),
  next: z.string().nullable(),
  previous: z.string().nullable(),
  left: z.number(),
});
const standing = z.object({ current: z.object({ verdict: z.enum(pairVerdicts).nullable() }) });

/** With fewer than this left on the screen the next page is fetched. */
const FEW = 6;

type Answered = { pair: PairDto; commandId: string; verdict: PairVerdictCode };

/** What an answer is called on the screen. */
export function verdictWords(verdict: PairVerdictCode): string {
  return verdict === "no" ? "Not copied" : verdict === "unsure" ? "Unsure" : labelOf(verdict);
}

/**
 * The walk through a list of pairs: an answer counts at once and the next pair stands there; answers are sent one after
 * another, so that an undo finds what it undoes. What the server refuses comes back, with the reason.
 */
export function usePairs(slug: string, show: PairShow, first: PairPage) {
  const base = `/api/projects/${slug}/pairs`;
  const toast = useToast();
  const [queue, setQueue] = useState<PairDto[]>(first.items);
  const [next, setNext] = useState(first.next);
  const [answered, setAnswered] = useState<Answered[]>([]);
  const [waiting, setWaiting] = useState(0);
  const [said, setSaid] = useState("");
  const line = useRef<Promise<unknown>>(Promise.resolve());
  const revisions = useRef(new Map(first.items.map(({ id, revision }) => [id, revision])));
  const isLoading = useRef(false);

  /** Sends when everything before is answered. */
  function send(
    pairId: string,
    method: "POST" | "PATCH",
    bodyOf: () => object,
    isBack: (code: string) => void,
  ) {
    setWaiting((count) => count + 1);
    line.current = line.current.then(async () => {
      const answer = await requestJson(`${base}/${pairId}`, judgedPair, { method, body: bodyOf() });
      setWaiting((count) => count - 1);
      if (answer.ok) {
        revisions.current.set(pairId, answer.data.revision);
        return;
      }
      const now = standing.safeParse(answer.error.details).data?.current.verdict;
      const words = now ? ` It stands as “${verdictWords(now)}”.` : "";
      toast({ title: `${answer.error.message}${words}`, tone: "danger" });
      isBack(answer.error.code);
    });
  }

  function judge(verdict: PairVerdictCode) {
    const [pair, ...rest] = queue;
    if (!pair) return;
    const commandId = crypto.randomUUID();
    setQueue(rest);
    setAnswered((all) => [...all, { pair, commandId, verdict }]);
    setSaid(
      `${verdictWords(verdict)}. ${rest.length > 0 ? "The next pair." : "That was the last one here."}`,
    );
    send(
      pair.id,
      "POST",
      () => ({ commandId, verdict, revision: revisions.current.get(pair.id) ?? pair.revision }),
      (code) => {
        setAnswered((all) => all.filter((one) => one.commandId !== commandId));
        // What somebody else has judged, or what is not there any more, need not be asked again.
        if (code !== "stale-revision" && code !== "not-found") setQueue((all) => [pair, ...all]);
      },
    );
  }

  function undo() {
    const last = answered.at(-1);
    if (!last) {
      setSaid("Nothing to undo here.");
      return;
    }
    const { pair, commandId: undoesId } = last;
    const commandId = crypto.randomUUID();
    setAnswered((all) => all.slice(0, -1));
    setQueue((all) => [pair, ...all]);
    setSaid(`Taken back: ${verdictWords(last.verdict)}.`);
    send(
      pair.id,
      "PATCH",
      () => ({ commandId, undoesId }),
      () => setQueue((all) => all.filter((one) => one.id !== pair.id)),
    );
  }

  function later() {
    const [pair, ...rest] = queue;
    if (!pair || rest.length === 0) return;
    setQueue([...rest, pair]);
    setSaid("Left for later. The next pair.");
  }

  const loadMore = useEffectEvent(async () => {
    if (next === null || isLoading.current) return;
    isLoading.current = true;
    const query = new URLSearchParams({ show, cursor: next });
    const answer = await requestJson(`${base}?${query}`, pageSchema);
    isLoading.current = false;
    if (!answer.ok) {
      toast({ title: answer.error.message, tone: "danger" });
      return;
    }
    for (const { id, revision } of answer.data.items)
      if (!revisions.current.has(id)) revisions.current.set(id, revision);
    setQueue((all) => {
      const known = new Set(all.map(({ id }) => id));
      return [...all, ...answer.data.items.filter(({ id }) => !known.has(id))];
    });
    setNext(answer.data.next);
  });
  const isShort = queue.length < FEW && next !== null;
  useEffect(() => {
    if (isShort) void loadMore();
  }, [isShort]);

  return {
    current: queue[0] ?? null,
    isMore: queue.length > 1 || next !== null,
    isFetching: queue.length === 0 && next !== null,
    done: answered.length,
    canUndo: answered.length > 0,
    isSaving: waiting > 0,
    said,
    judge,
    undo,
    later,
  };
}
