import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { listMarks } from "@/components/annotate/marks";
import {
  changed,
  clearRole,
  cycleClaimKind,
  cycleStance,
  deleted,
  linkClaim,
  made,
  makeAttribution,
  makeClaim,
  makeDuplicate,
  setAttribute,
  setRole,
  unlinkClaim,
} from "@/components/annotate/operations";
import { restoreMark } from "@/components/annotate/restore";
import { applyCommand } from "@/lib/layers/commands";
import { listDeletedMarks } from "@/lib/layers/mark-history";
import { getLayer } from "@/lib/layers/queries";
import {
  type LayerObjectType,
  layerObject,
  type ObjectInput,
  type Operation,
  toInput,
} from "@/lib/layers/schema";
import { undoStacks } from "@/lib/layers/undo-stacks";
import type { ActionId } from "@/lib/shortcuts/table";
import { actionIds } from "@/lib/shortcuts/table";
import { acceptOperations } from "@/lib/suggestions/accept";
import { indexCodePoints } from "@/lib/text/code-points";
import { createDatabase } from "../support/database";
import { claim, command, put, restsOn, spanOf } from "../support/operations";
import { answerTo, makeUndoProject, rejectFirst, type UndoWorld, undoText } from "../support/undo-world";

/**
 * Every kind of change that the annotating screen makes, each taken back, done again and taken back again from what the
 * server knows alone, as after a reload, in a layer that another person shares. A key of the screen that is in no case here
 * does not compile; a type of object without a case, made, changed and deleted, fails the first test.
 */
await createDatabase();
const text = undoText;
const index = indexCodePoints(text);
const { mayor, office, makeWorld } = await makeUndoProject();
type World = UndoWorld;

const ids = () => ({ mark: randomUUID(), link: randomUUID(), passage: randomUUID() });
const one = (operation: Operation | null): Operation[] => (operation ? [operation] : []);
const span = (quote: string) => spanOf(text, quote);

type Case = {
  does: `${"make" | "change" | "delete"} ${LayerObjectType}`;
  run: (w: World) => Promise<Operation[]>;
};
const cases = {
  "a claim is made": {
    does: "make annotation",
    run: async () => makeClaim(index, randomUUID(), span("Forty")),
  },
  "a claim's kind is changed": {
    does: "change annotation",
    run: async (w) => [cycleClaimKind(await w.rescued())],
  },
  "an attribute is said": {
    does: "change annotation",
    run: async (w) => [setAttribute(await w.flooded(), "origin", "own-reporting")],
  },
  "an attribute is taken back": {
    does: "change annotation",
    run: async (w) => [setAttribute(await w.flooded(), "note", undefined)],
  },
  "an attribution is made with its claim": {
    does: "make claimLink",
    run: async (w) =>
      makeAttribution(index, randomUUID(), [span("Forty houses")], {}, [
        { linkId: randomUUID(), claim: await w.flooded() },
      ]),
  },
  "a role gets other words": {
    does: "change annotation",
    run: async (w) => [setRole(index, await w.said(), "source", span("Zoe"))],
  },
  "a role gets another fragment": {
    does: "change annotation",
    run: async (w) => [setRole(index, await w.said(), "content", span("flooded"), true)],
  },
  "a role is taken away": {
    does: "change annotation",
    run: async (w) => one(clearRole(await w.said(), "source")),
  },
  "a mark gets another span": {
    does: "change annotation",
    run: async (w) => [setRole(index, await w.rescued(), "body", span("people 👩‍👩‍👧 were rescued"))],
  },
  "an attribution is nested": {
    does: "change annotation",
    run: async (w) => [changed(await w.denied(), { nestedInId: (await w.said()).id })],
  },
  "a claim is linked": {
    does: "make claimLink",
    run: async (w) => linkClaim(randomUUID(), (await w.denied()).id, await w.flooded(), "remote"),
  },
  "a stance is changed": {
    does: "change claimLink",
    run: async (w) => [cycleStance(await w.only("claimLink"))],
  },
  "a link's role is changed": {
    does: "change claimLink",
    run: async (w) => [changed(await w.only("claimLink"), { role: "speech-act" })],
  },
  "a claim is unlinked": {
    does: "delete claimLink",
    run: async (w) => {
      const link = await w.only("claimLink");
      return unlinkClaim(
        link,
        listMarks(await w.objects()).find((mark) => mark.annotation.id === link.claimId),
      );
    },
  },
  "a source is resolved": {
    does: "make attributionSource",
    run: async (w) => [
      made({
        type: "attributionSource",
        id: randomUUID(),
        attributionId: (await w.denied()).id,
        sourceId: mayor.id,
      }),
    ],
  },
  "one source stands for another": {
    does: "delete attributionSource",
    run: async (w) => {
      const before = await w.only("attributionSource");
      return [deleted(before), made({ ...toInput(before), id: randomUUID(), ...{ sourceId: office.id } })];
    },
  },
  "an attribution rests on another": {
    does: "make restsOn",
    run: async (w) => [
      made(restsOn((await w.denied()).id, { targetId: (await w.said()).id, kind: "analyses" })),
    ],
  },
  "what it rests on is analysed, not relayed": {
    does: "change restsOn",
    run: async (w) => [changed(await w.only("restsOn"), { kind: "analyses" })],
  },
  "it rests on nothing": { does: "delete restsOn", run: async (w) => [deleted(await w.only("restsOn"))] },
  "a duplicate is made without a twin": {
    does: "make annotation",
    run: async () => makeDuplicate(index, ids(), span("Forty"), null),
  },
  "a duplicate is made with a twin outside": {
    does: "make reuseLink",
    run: async () =>
      makeDuplicate(index, ids(), span("Forty"), { url: "https://wire.example/2", quote: "Forty" }),
  },
  "a twin's degree is changed": {
    does: "change reuseLink",
    run: async (w) => [changed(await w.only("reuseLink"), { degree: "summary", lost: ["valueChanged"] })],
  },
  "a twin is taken away": {
    does: "delete reuseLink",
    run: async (w) => [deleted(await w.only("reuseLink"))],
  },
  "a mark is deleted with all that hangs on it": {
    does: "delete annotation",
    run: async (w) => [deleted(await w.said())],
  },
  "a deleted mark is brought back with its links": {
    does: "change annotation",
    run: async (w) => {
      await applyCommand(w.actor, w.layer.id, command(deleted(await w.said())));
      const [gone] = (await listDeletedMarks(w.actor, w.layer.id, undefined)).items;
      return gone ? restoreMark(gone, await w.objects()) : [];
    },
  },
  "suggestions are taken together": {
    does: "make suggestionAnswer",
    run: async (w) => {
      const all = await w.suggestions();
      return acceptOperations(all, all, await w.objects(), randomUUID).operations;
    },
  },
  "a suggestion is rejected": {
    does: "make suggestionAnswer",
    run: async (w) => {
      const [first] = await w.suggestions();
      return first ? [made(answerTo(first, null))] : [];
    },
  },
  "a rejected suggestion is taken after all": {
    does: "change suggestionAnswer",
    run: async (w) => {
      const answer = await rejectFirst(w);
      const mark = claim([spanOf(text, "Forty houses were flooded")]);
      return [put(mark), put({ ...toInput(answer), ...{ annotationId: mark.id } }, answer.revision)];
    },
  },
  "the answer to a suggestion is taken away": {
    does: "delete suggestionAnswer",
    run: async (w) => [deleted(await rejectFirst(w))],
  },
  "the source of an attribution is only taken away": {
    does: "delete attributionSource",
    run: async (w) => [deleted(await w.only("attributionSource"))],
  },
} as const satisfies Record<string, Case>;
type CaseName = keyof typeof cases;

/** The keys that change no mark. Blocks are no part of a layer: their changes are taken back in tests/e2e/undo.test.ts. */
const reading = [
  ...["next-unit", "previous-unit", "narrower", "wider", "end-later", "end-earlier", "start-later"],
  ...["start-earlier", "pin", "twin", "next-suggestion", "next-mark", "previous-mark", "history", "edit"],
  ...["block", "split-block", "problem", "guideline", "comment", "undo", "redo", "submit", "escape", "help"],
  "palette",
] as const satisfies readonly ActionId[];

/** What every other key does, by the case that takes it back. */
const caseOf: Record<Exclude<ActionId, (typeof reading)[number]>, CaseName> = {
  claim: "a claim is made",
  attribution: "an attribution is made with its claim",
  duplicate: "a duplicate is made without a twin",
  quantity: "an attribute is said",
  "own-reporting": "an attribute is said",
  "own-field": "an attribute is said",
  take: "a role gets other words",
  source: "a role gets other words",
  cue: "a role gets other words",
  content: "a role gets other words",
  fragment: "a role gets another fragment",
  respan: "a mark gets another span",
  resolve: "a source is resolved",
  stance: "a stance is changed",
  "link-role": "a link's role is changed",
  nest: "an attribution is nested",
  rest: "an attribution rests on another",
  "rest-kind": "what it rests on is analysed, not relayed",
  link: "a claim is linked",
  outside: "a duplicate is made with a twin outside",
  verbatim: "a twin's degree is changed",
  light: "a twin's degree is changed",
  heavy: "a twin's degree is changed",
  summary: "a twin's degree is changed",
  translation: "a twin's degree is changed",
  "accept-suggestion": "suggestions are taken together",
  "amend-suggestion": "a rejected suggestion is taken after all",
  "reject-suggestion": "a suggestion is rejected",
  delete: "a mark is deleted with all that hangs on it",
  deleted: "a deleted mark is brought back with its links",
};

/** The layer as it is now, without revisions, by id. */
async function stateOf(w: World): Promise<ObjectInput[]> {
  return [...(await w.objects()).values()].map(toInput).toSorted((a, b) => (a.id < b.id ? -1 : 1));
}
/** What the server says that a person can take back and do again, as their browser reads it when it opens the layer. */
const stacksOf = async (actor: World["actor"], w: World) =>
  undoStacks((await getLayer(actor, w.layer.id)).steps);

describe("every action", () => {
  it("has a case that takes it back: each key that changes marks, each type of object made, changed and deleted", () => {
    expect([...Object.keys(caseOf), ...reading].toSorted()).toEqual([...actionIds].toSorted());
    const types = layerObject.options.map((option) => option.shape.type.value);
    // A source is resolved anew by another object: the old one is deleted.
    const wanted = types
      .flatMap((type) => ["make", "change", "delete"].map((what) => `${what} ${type}`))
      .filter((what) => what !== "change attributionSource");
    expect([...new Set(Object.values(cases).map((one) => one.does))].toSorted()).toEqual(wanted.toSorted());
  });

  it.each(Object.entries(cases))(
    "%s, taken back, done again, taken back: never by another",
    async (_name, { run }) => {
      const w = await makeWorld();
      const operations = await run(w);
      const before = await stateOf(w);
      const act = command(...operations);
      await applyCommand(w.actor, w.layer.id, act);
      const after = await stateOf(w);
      expect(after).not.toEqual(before);

      await expect(
        applyCommand(w.other, w.layer.id, { commandId: randomUUID(), undoes: act.commandId }),
      ).rejects.toMatchObject({ code: "undo-conflict" });
      expect(await stacksOf(w.other, w)).toEqual({ undo: [], redo: [] });

      for (const [way, wanted] of [
        ["undo", before],
        ["redo", after],
        ["undo", before],
      ] as const) {
        const undoes = (await stacksOf(w.actor, w))[way].at(-1) ?? "";
        await applyCommand(w.actor, w.layer.id, { commandId: randomUUID(), undoes });
        expect(await stateOf(w)).toEqual(wanted);
      }
    },
  );
});
