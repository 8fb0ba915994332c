"use client";

import { useEffect, useMemo, useRef, useState } from "react";
import { requestJson } from "@/components/annotate/request-json";
import { undoStacks } from "@/lib/layers/undo-stacks";
import { isConflict, nextOpen, orderPlaces } from "@/lib/review/places";
import {
  type DecisionDto,
  type ReviewChange,
  type ReviewCommandInput,
  type ReviewDto,
  reviewChangeSchema,
  type UnitDto,
} from "@/lib/review/schema";

const mostTries = 4;

/** A step as a screen asks for it; its id and a missing comment are filled in here. */
type Wish<T> = T extends ReviewCommandInput ? Omit<T, "commandId"> : never;
export type ReviewWish = Wish<ReviewCommandInput>;

export type ReviewState = {
  order: UnitDto[];
  current: UnitDto | null;
  /** Steps that the server has not confirmed yet. */
  waiting: number;
  problem: string | null;
  canUndo: boolean;
  canRedo: boolean;
  /** How many steps can be undone. */
  undoDepth: number;
  select: (unitId: string) => void;
  move: (by: 1 | -1) => void;
  /** Decides the current place at once on the screen, saves it behind, and goes on to the next open conflict. */
  decide: (wish: ReviewWish & { unitId: string }, shown: DecisionDto | null) => Promise<boolean>;
  /** A step that is shown once the server has done it, and what follows from it then. */
  act: (wish: ReviewWish, onDone?: (change: ReviewChange) => void) => void;
  /** Whether such a step is on its way: keys pressed meanwhile mean what will stand there then. */
  isActing: boolean;
  /** Takes all places that need no decision of their own, and leaves the current one where it is among them. */
  merge: (votes: number | null) => void;
  undo: () => void;
  redo: () => void;
  /** Waits for every step to be saved; false where one failed. */
  settle: () => Promise<boolean>;
  dismiss: () => void;
};

/** The state of a review in the browser: decisions appear at once and are sent one after another, each once. */
export function useReview(review: ReviewDto): ReviewState {
  const [units, setUnits] = useState(review.units);
  const [steps, setSteps] = useState(review.steps);
  const [waiting, setWaiting] = useState(0);
  const [acting, setActing] = useState(0);
  const [problem, setProblem] = useState<string | null>(null);
  const order = useMemo(() => orderPlaces(units), [units]);
  const [currentId, setCurrentId] = useState(() => firstOpen(orderPlaces(review.units)));
  const place = `review-place-${review.layerId}-${review.round}`;
  useEffect(() => {
    const left = localStorage.getItem(place);
    if (left && review.units.some((unit) => unit.id === left)) setCurrentId(left);
  }, [place, review.units]);
  useEffect(() => {
    if (currentId) localStorage.setItem(place, currentId);
  }, [place, currentId]);
  const queue = useRef<Promise<boolean>>(Promise.resolve(true));
  const current = order.find((unit) => unit.id === currentId) ?? order[0] ?? null;
  const stacks = undoStacks(steps);

  function put(changes: readonly { unitId: string; decision: DecisionDto | null }[]) {
    const byId = new Map(changes.map((change) => [change.unitId, change.decision]));
    setUnits((all) =>
      all.map((unit) => (byId.has(unit.id) ? { ...unit, decision: byId.get(unit.id) ?? null } : unit)),
    );
  }

  function send(
    command: ReviewCommandInput,
    before: Parameters<typeof put>[0],
  ): Promise<ReviewChange | null> {
    setWaiting((count) => count + 1);
    setSteps((all) => [
      ...all,
      { id: command.commandId, undoes: command.action === "undo" ? command.undoes : null },
    ]);
    const answer = queue.current.then(() => post(review.articleId, command));
    queue.current = answer.then((one) => one.ok);
    return answer.then((one) => {
      setWaiting((count) => count - 1);
      if (one.ok) {
        put(one.data.decisions);
        if (one.data.added.length > 0)
          setUnits((all) => [
            ...all.filter((unit) => one.data.added.every((other) => other.id !== unit.id)),
            ...one.data.added,
          ]);
        return one.data;
      }
      put(before);
      setSteps((all) => all.filter((step) => step.id !== command.commandId));
      setProblem(one.error.message);
      return null;
    });
  }

  function act(wish: ReviewWish, onDone?: (change: ReviewChange) => void) {
    setProblem(null);
    setActing((count) => count + 1);
    void send({ ...wish, commandId: crypto.randomUUID() }, []).then((change) => {
      if (change) onDone?.(change);
      setActing((count) => count - 1);
    });
  }

  function takeBack(commandId: string | undefined) {
    if (!commandId) return;
    act({ action: "undo", undoes: commandId }, (change) => {
      const unitId = change.decisions[0]?.unitId;
      if (unitId) setCurrentId(unitId);
    });
  }

  function merge(votes: number | null) {
    act(votes === null ? { action: "accept-agreed" } : { action: "accept-voted", votes }, (change) => {
      const taken = new Set(change.decisions.map((one) => one.unitId));
      const left = (at: string) => order.filter((unit) => unit.id === at || !taken.has(unit.id));
      setCurrentId((at) => (at && taken.has(at) ? (nextOpen(left(at), at) ?? at) : at));
    });
  }

  return {
    order,
    current,
    waiting,
    problem,
    canUndo: stacks.undo.length > 0,
    canRedo: stacks.redo.length > 0,
    undoDepth: stacks.undo.length,
    select: setCurrentId,
    move(by) {
      const at = order.findIndex((unit) => unit.id === current?.id);
      const next = order[(at + by + order.length) % Math.max(1, order.length)];
      if (next) setCurrentId(next.id);
    },
    decide(wish, shown) {
      const unit = units.find((one) => one.id === wish.unitId);
      if (!unit) return Promise.resolve(false);
      setProblem(null);
      put([{ unitId: unit.id, decision: shown }]);
      const next = nextOpen(order, unit.id);
      if (next && wish.action !== "reopen") setCurrentId(next);
      const before = [{ unitId: unit.id, decision: unit.decision }];
      return send({ ...wish, commandId: crypto.randomUUID() }, before).then((change) => {
        if (!change) setCurrentId(unit.id);
        return change !== null;
      });
    },
    act,
    isActing: acting > 0,
    merge,
    undo: () => takeBack(stacks.undo.at(-1)),
    redo: () => takeBack(stacks.redo.at(-1)),
    settle: () => queue.current,
    dismiss: () => setProblem(null),
  };
}

function firstOpen(order: readonly UnitDto[]): string | null {
  const open = order.filter((unit) => unit.decision === null);
  return (open.find(isConflict) ?? open[0] ?? order[0])?.id ?? null;
}

/** Sends a step; where nothing answers it is sent again, which its id makes harmless. */
async function post(articleId: string, body: ReviewCommandInput) {
  const path = `/api/reviews/${articleId}/commands`;
  let answer = await requestJson(path, reviewChangeSchema, { method: "POST", body });
  for (let tries = 1; tries < mostTries && !answer.ok && answer.error.status === 0; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 400 * 2 ** tries));
    answer = await requestJson(path, reviewChangeSchema, { method: "POST", body });
  }
  return answer;
}
