import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { chainsOf } from "@/components/annotate/chains";
import { listMarks } from "@/components/annotate/marks";
import { claimsFor } from "@/components/annotate/rest-actions";
import type { LayerObject, ObjectInput } from "@/lib/layers/schema";
import { attribution, restsOn, spanOf } from "../../support/operations";

const text = "The Herald says the deputy wrote in a letter that media reports speak of floods.";

function chains(of: string, ...objects: ObjectInput[]) {
  const stored = new Map(
    objects.map((object): [string, LayerObject] => [object.id, { ...object, revision: 1, deleted: false }]),
  );
  const marks = listMarks(stored);
  const mark = marks.find((one) => one.annotation.id === of);
  if (!mark) throw new Error("no such mark");
  return chainsOf(mark, marks, { staff: "General staff" }).map(
    ({ steps, end }) => `${steps.map((step) => step.words).join(" ← ")} (${end})`,
  );
}

function said(source: string, more: Parameters<typeof attribution>[1] = {}) {
  return attribution([spanOf(text, source, "source"), spanOf(text, "floods", "content")], more);
}

describe("the way from an attribution to its root", () => {
  const outlet = said("The Herald");
  const letter = said("the deputy", { nestedInId: outlet.id });

  it("leads from the outermost reporter through what is nested and passed on to an end without a name", () => {
    const reports = restsOn(letter.id, { description: "media reports" });
    for (const from of [outlet, letter])
      expect(chains(from.id, outlet, letter, reports)).toEqual([
        "The Herald ← the deputy ← media reports (unnamed)",
      ]);
  });

  it("ends at who analysed, and at a source of the register; branches are ways of their own", () => {
    const counted = restsOn(letter.id, { description: "videos", kind: "analyses" });
    expect(chains(letter.id, outlet, letter, counted)).toEqual(["The Herald ← the deputy (unresolved)"]);
    const resolved: ObjectInput = {
      type: "attributionSource",
      id: randomUUID(),
      attributionId: letter.id,
      sourceId: "staff",
    };
    expect(chains(letter.id, outlet, letter, resolved)).toEqual(["The Herald ← the deputy (named)"]);
    const two = [restsOn(letter.id, { sourceId: "staff" }), restsOn(letter.id, { description: "talk" })];
    expect(chains(letter.id, outlet, letter, ...two)).toEqual([
      "The Herald ← the deputy ← General staff (named)",
      "The Herald ← the deputy ← talk (unnamed)",
    ]);
  });
});

describe("for which of the claims carried", () => {
  const link = { ...restsOn("x", { description: "d" }), revision: 1, deleted: false };

  it("all is said as none named, and one taken away names the others", () => {
    expect(claimsFor(link, ["a", "b", "c"], "b", false)).toEqual(["a", "c"]);
    expect(claimsFor({ ...link, claimIds: ["a", "c"] }, ["a", "b", "c"], "b", true)).toEqual([]);
    expect(claimsFor({ ...link, claimIds: ["a"] }, ["a", "b", "c"], "c", true)).toEqual(["a", "c"]);
  });
});
