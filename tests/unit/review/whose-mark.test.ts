import { expect, it } from "vitest";
import { whoseMark } from "@/components/review/whose-mark";
import type { UnitDto } from "@/lib/review/schema";

const layer = (id: string, name: string) => ({ id, letter: "A", name, marks: 1, isNothingToMark: false });
const layers = [layer("l1", "Ana"), layer("l2", "Ben"), layer("l3", "Cleo")];

function unit(readsId: string, verdict: "accept" | "reject" = "accept"): UnitDto {
  const marks = [{ id: "f", kind: "claim" as const, attributes: {}, spans: [], readsId }];
  return {
    ...{ id: "u", ordinal: 1, kind: "claim", state: "disagreed", span: null, differences: [] },
    members: layers.map(({ id }, at) => ({ layerId: id, annotationId: `m${at + 1}` })),
    alike: [["m1", "m3"], ["m2"]],
    decision: { id: "d", unitId: "u", verdict, reason: null, comment: null, marks },
  };
}

it("names whose mark was accepted, with those who made the very same", () => {
  expect([whoseMark(unit("m2"), layers), whoseMark(unit("m1"), layers)]).toEqual(["Ben's", "Ana and Cleo's"]);
  expect(whoseMark({ ...unit("m1"), alike: [["m1", "m2", "m3"]] }, layers)).toBe("everybody's");
  expect(whoseMark(unit("m1", "reject"), layers)).toBeNull();
});
