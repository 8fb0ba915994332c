import { describe, expect, it } from "vitest";
import { listMarks } from "@/components/annotate/marks";
import { laterMentions, proposedKind, resolvedHere } from "@/components/annotate/mentions";
import type { LayerObject, ObjectInput } from "@/lib/layers/schema";
import { bareName, compoundParts } from "@/lib/sources/bare-name";
import { attribution, spanOf } from "../../support/operations";

const text =
  "Ada Finch said a1. The researcher said b1. Bo Larch said c1. The  researcher said d1. the researcher said e1. F1.";

function said(source: string, content: string) {
  return attribution([spanOf(text, source, "source"), spanOf(text, content, "content")]);
}
const ada = said("Ada Finch", "a1");
const second = said("The researcher", "b1");
const bo = said("Bo Larch", "c1");
const fourth = said("The  researcher", "d1");
const fifth = said("the researcher", "e1");
const nobody = attribution([spanOf(text, "F1", "content")]);
let links = 0;

function resolve(mark: ObjectInput, sourceId: string): ObjectInput {
  links += 1;
  const id = `00000000-0000-4000-8000-${String(links).padStart(12, "0")}`;
  return { type: "attributionSource", id, attributionId: mark.id, sourceId };
}
function marksOf(...more: ObjectInput[]) {
  const objects = [ada, second, bo, fourth, fifth, nobody, ...more];
  return listMarks(
    new Map(
      objects.map((object): [string, LayerObject] => [object.id, { ...object, revision: 1, deleted: false }]),
    ),
  );
}

describe("whom a layer's attributions mean already", () => {
  it("goes from the nearest mention back, and tells the same words apart from the rest", () => {
    const marks = marksOf(
      resolve(ada, "ada"),
      resolve(second, "ada"),
      resolve(bo, "bo"),
      resolve(fourth, "bo"),
    );
    expect(resolvedHere(marks, fifth.id)).toEqual({ same: ["bo", "ada"], here: ["bo", "ada"] });
    expect(resolvedHere(marks, second.id)).toEqual({ same: ["bo"], here: ["ada", "bo"] });
    expect(resolvedHere(marks, nobody.id).same).toEqual([]);
  });

  it("has every source of a compound one", () => {
    const marks = marksOf(resolve(second, "ada"), resolve(second, "bo"));
    expect(resolvedHere(marks, fourth.id).same).toEqual(["ada", "bo"]);
  });
});

describe("what a source is proposed as", () => {
  it("follows what the mark says of it, and is an organisation where it says nothing", () => {
    const proposedFor = (sourceKind?: string) => {
      const mark = attribution([spanOf(text, "Bo Larch", "source")], {
        attributes: sourceKind ? { sourceKind } : {},
      });
      return listMarks(new Map([[mark.id, { ...mark, revision: 1, deleted: false }]])).map(proposedKind)[0];
    };
    expect(["named-person", "document", "named-organisation", "unnamed"].map(proposedFor)).toEqual([
      "person",
      "document",
      "organisation",
      "organisation",
    ]);
    expect(proposedFor()).toBe("organisation");
  });
});

describe("later mentions with the same words", () => {
  it("are those that nobody has resolved, whatever the capitals and spaces", () => {
    expect(laterMentions(marksOf(), second.id)).toEqual([fourth.id, fifth.id]);
    expect(laterMentions(marksOf(resolve(fourth, "bo")), second.id)).toEqual([fifth.id]);
    expect(laterMentions(marksOf(), fifth.id)).toEqual([]);
    expect(laterMentions(marksOf(), nobody.id)).toEqual([]);
    expect(laterMentions(marksOf(), "no such mark")).toEqual([]);
  });
});

describe("the words of a source", () => {
  it("lose what stands before the name, and fall into the parts of a compound one", () => {
    expect(bareName(" commander Wirsky")).toBe("Wirsky");
    expect(bareName("the researcher")).toBe("the researcher");
    expect(bareName("General Wirsky")).toBe("Wirsky");
    expect(bareName("the retired Gen. Oleksandr Wirsky")).toBe("Oleksandr Wirsky");
    expect(bareName("Harbour Office of Korva")).toBe("Harbour Office of Korva");
    expect(bareName("General")).toBe("General");
    expect(compoundParts("the ministry and the fire service")).toEqual(["the ministry", "the fire service"]);
    expect(compoundParts("Ada, Bo, and Cy")).toEqual(["Ada", "Bo", "Cy"]);
    expect(compoundParts("Andrea Sand")).toEqual(["Andrea Sand"]);
  });
});
