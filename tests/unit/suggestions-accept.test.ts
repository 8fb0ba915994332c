import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planChanges } from "@/lib/layers/plan";
import type { LayerObject } from "@/lib/layers/schema";
import {
  acceptOperations,
  pendingSuggestions,
  rejectOperation,
  suggestionsFrom,
} from "@/lib/suggestions/accept";
import { checkPush } from "@/lib/suggestions/check-push";
import type { SuggestionDto } from "@/lib/suggestions/schema";
import { indexCodePoints } from "@/lib/text/code-points";
import { attribution, claim, claimLink, restsOn, spanAt } from "../support/operations";

const text = "The mayor said the dam is safe 👍🏽 and the aide agreed with her.";
const index = indexCodePoints(text);
const kinds = ["claim", "attribution", "duplicate"];
const who = { producer: "spotter", version: "1" };

/** A claim carried by an attribution that another reports, and that rests on a letter for that claim. */
function makeFamily(): SuggestionDto[] {
  const said = claim([spanAt(text, 15, 30)]);
  const outer = attribution([spanAt(text, 0, 40, "content")]);
  const inner = attribution([spanAt(text, 15, 30, "content")], { nestedInId: outer.id });
  const link = claimLink(inner.id, said.id);
  const rest = restsOn(inner.id, { description: "a letter", claimIds: [said.id] });
  const dto = (mark: typeof said, links: SuggestionDto["links"], score: number | null): SuggestionDto => {
    const { id, kind, attributes, nestedInId, spans } = mark;
    return { ...who, id, kind, attributes, nestedInId, spans, links, score };
  };
  return [dto(inner, [link, rest], 0.9), dto(said, [], 0.4), dto(outer, [], null)];
}

function apply(objects: ReadonlyMap<string, LayerObject>, operations: Parameters<typeof planChanges>[1]) {
  const changes = planChanges({ textLength: index.length, kinds, objects }, operations);
  return new Map([...objects, ...changes.map(({ after }) => [after.id, after] as const)]);
}

describe("accepting suggestions", () => {
  it("ends with the same marks, links and nesting in whatever order and portions they are accepted", () => {
    const whole = { annotation: 3, claimLink: 1, restsOn: 1, suggestionAnswer: 3 };
    fc.assert(
      fc.property(fc.shuffledSubarray([0, 1, 2], { minLength: 3 }), fc.nat(3), (order, cut) => {
        const all = makeFamily();
        const inOrder = order.flatMap((place) => all[place] ?? []);
        let objects: ReadonlyMap<string, LayerObject> = new Map();
        for (const portion of [inOrder.slice(0, cut), inOrder.slice(cut)])
          objects = apply(objects, acceptOperations(portion, all, objects, randomUUID).operations);
        const live = [...objects.values()].filter((object) => !object.deleted);
        const counts = Object.fromEntries(
          Object.keys(whole).map((type) => [type, live.filter((object) => object.type === type).length]),
        );
        expect(counts).toEqual(whole);
        expect(live.filter((object) => object.type === "annotation" && object.nestedInId)).toHaveLength(1);
        expect(pendingSuggestions(all, objects)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it("takes no more than a command holds, the surest first, and leaves those without a score", () => {
    const one = makeFamily()[1];
    if (!one) throw new Error("The family has a claim.");
    const many = Array.from({ length: 600 }, (_, place) => ({
      ...one,
      id: randomUUID(),
      score: place < 400 ? place / 400 : null,
    }));
    const wanted = suggestionsFrom(many, 0.25);
    expect(wanted).toHaveLength(300);
    const { operations, markIds } = acceptOperations(wanted, many, new Map(), randomUUID);
    expect(operations).toHaveLength(500);
    expect(markIds).toHaveLength(250);
    expect(wanted[0]?.score).toBe(399 / 400);
  });

  it("is settled by a rejection too, which makes no mark", () => {
    const [one, ...others] = makeFamily();
    if (!one) throw new Error("The family has three.");
    const objects = apply(new Map(), [rejectOperation(one, randomUUID())]);
    expect([...objects.values()].map(({ type }) => type)).toEqual(["suggestionAnswer"]);
    expect(pendingSuggestions([one, ...others], objects)).toEqual(others);
  });
});

describe("checking a push", () => {
  it("takes what quotes the text, in whatever order it stands, and names the place of what does not", () => {
    const versionId = randomUUID();
    const context = { kinds, attributes: [], sources: [], versions: new Map([[versionId, index]]) };
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(index.length - 3), fc.boolean()), { maxLength: 12 }), (places) => {
        const items = places.map(([start, isRight]) => {
          const span = spanAt(text, start, start + 2);
          return {
            versionId,
            score: null,
            object: claim([isRight ? span : { ...span, quote: "##" }]),
          };
        });
        const { good, faults } = checkPush(context, items);
        const bad = items.flatMap(({ object }, place) =>
          object.spans.some(({ quote }) => quote === "##" || quote.trim() === "") ? [place] : [],
        );
        expect(faults.map((fault) => fault.index)).toEqual(bad);
        expect(good).toHaveLength(items.length - bad.length);
      }),
    );
  });
});
