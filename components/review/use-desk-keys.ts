import { blockKeys } from "@/components/imports/block-keys";
import { keysOf, layerActions, type ReviewKeyTable } from "@/components/review/review-keys";
import type { Desk } from "@/components/review/use-desk";
import { useKeys } from "@/components/review/use-keys";
import type { ReviewDto } from "@/lib/review/schema";
import { isSingleKey } from "@/lib/shortcuts/keymap";
import type { ReviewAction } from "@/lib/shortcuts/review-table";
import { reviewReasons } from "@/lib/vocabulary";

type Acts = Partial<Record<ReviewAction, () => void>>;

const blockSteps = [
  ["ArrowUp", -1],
  ["ArrowDown", 1],
] as const;

/**
 * Listens to the keys of the adjudication screen as its reader has them, and answers what each action does now; one that
 * is absent does nothing in the present mode.
 */
export function useDeskKeys(
  desk: Desk,
  { layers, mayPrepare, signOff }: ReviewDto,
  keyTable: ReviewKeyTable,
  { finish, find }: { finish: () => void; find: () => void },
): Acts {
  const { state, mode, doings } = desk;
  const isWording = mode === "edit" || mode === "add";
  const byLayer = (run: (layer: number) => void): Acts =>
    Object.fromEntries(layers.slice(0, 2).map((_, at) => [layerActions[at], () => run(at)]));
  const byDigit = (count: number, run: (at: number) => void, from = 0) =>
    Object.fromEntries(
      Array.from({ length: Math.max(0, count - from) }, (_, at) => [
        String(from + at + 1),
        () => run(from + at),
      ]),
    );
  const { next, previous, help, take: _take, leave, block: chooseBlock, ...others } = doings;
  const done = isWording ? doings.save : mode === "comment" ? doings.keepComment : finish;
  const always: Acts = {
    help,
    palette: find,
    finish: done,
    leave: mode === "idle" ? undefined : leave,
  };
  const reading: Acts = { ...always, next, previous };
  const takeFrom = mode === "fields" ? doings.pick : doings.take;
  const deciding: Acts = {
    ...reading,
    ...others,
    ...(mayPrepare ? { block: chooseBlock } : {}),
    ...byLayer(takeFrom),
  };
  // While one question stands no other key decides anything.
  const [acts, plain] = meaning();
  function meaning(): [Acts, Record<string, () => void>] {
    if (isWording || mode === "merge" || mode === "example" || mode === "help") return [always, {}];
    if (mode === "block")
      return [
        always,
        {
          ...Object.fromEntries(blockKeys.map(([key, kind]) => [key, () => doings.setBlock(kind)])),
          ...Object.fromEntries(blockSteps.map(([key, by]) => [key, () => doings.moveBlock(by)])),
        },
      ];
    if (mode === "links")
      return [
        {
          ...reading,
          "take-link": () => doings.answerLink(true),
          reject: () => doings.answerLink(false),
        },
        {},
      ];
    if (mode === "whose")
      return [{ ...reading, ...byLayer(doings.chooseWhose) }, byDigit(layers.length, doings.chooseWhose, 2)];
    if (mode === "which")
      return [{ ...reading, both: doings.both }, byDigit(desk.linkChoice.own.length, doings.chooseWhich)];
    if (signOff.isSigning) return [reading, {}];
    const reasons = byDigit(reviewReasons.length, (at) => {
      const reason = reviewReasons[at];
      if (reason) doings.rejectFor(reason);
    });
    return [deciding, { ...byDigit(layers.length, takeFrom, 2), ...(mode === "reject" ? reasons : {}) }];
  }
  const named = keysOf(keyTable, { finish: done, leave: always.leave });
  useKeys(
    keysOf(keyTable, acts, plain),
    {
      // In a field these two act too, and every other key is typed.
      ...Object.fromEntries(Object.entries(named).filter(([key]) => !isSingleKey(key))),
      ...(always.leave ? { Escape: always.leave } : {}),
      ...(isWording || mode === "comment" ? { "Mod+Enter": done } : {}),
    },
    state.isActing,
  );
  return acts;
}
