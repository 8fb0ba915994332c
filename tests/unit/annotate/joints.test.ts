import { describe, expect, it } from "vitest";
import { jointsOf } from "@/components/annotate/joints";
import { listMarks } from "@/components/annotate/marks";
import type { LayerObject, ObjectInput } from "@/lib/layers/schema";
import { attribution, claim, claimLink, restsOn, spanOf } from "../../support/operations";

const text = "Radio Lissa reported that the governor had promised help, citing a letter. Forty houses stand.";
const at = (quote: string, role: "body" | "source" | "cue" | "content" = "body") => spanOf(text, quote, role);

const outer = attribution([
  at("Radio Lissa", "source"),
  at("reported", "cue"),
  at("that the governor had promised help", "content"),
]);
const inner = attribution([at("the governor", "source"), at("promised", "cue"), at("help", "content")], {
  nestedInId: outer.id,
});
const inside = claim([at("the governor had promised help")]);
const apart = claim([at("Forty houses stand")]);

function draw(id: string, inputs: ObjectInput[], proposal: Parameters<typeof jointsOf>[2] = null) {
  const objects = inputs.map((input): LayerObject => ({ ...input, revision: 1, deleted: false }));
  const marks = listMarks(new Map(objects.map((object) => [object.id, object])));
  const mark = marks.find((one) => one.annotation.id === id);
  if (!mark) throw new Error("no mark");
  const words = ({ start, end }: { start: number; end: number }) => text.slice(start, end);
  return jointsOf(mark, marks, proposal).map((joint) =>
    [joint.kind, words(joint.from), words(joint.to), joint.label, joint.isProposed ? "proposed" : ""]
      .filter(Boolean)
      .join(" | "),
  );
}

describe("the lines of a mark", () => {
  it("join source, cue and content, and lead from the one that reports to the one reported", () => {
    expect(draw(outer.id, [outer, inner])).toEqual([
      "role | Radio Lissa | reported",
      "role | reported | that the governor had promised help",
      "nested | reported | promised | reports",
    ]);
    expect(draw(inner.id, [outer, inner])).toEqual([
      "role | the governor | promised",
      "role | promised | help",
      "nested | reported | promised | reports",
    ]);
  });

  it("lead to claims elsewhere, with role and stance, and to none that stands in the content as usual", () => {
    const remote = { ...claimLink(outer.id, apart.id), role: "remote" as const, stance: "denies" as const };
    const drawn = draw(outer.id, [outer, inside, apart, claimLink(outer.id, inside.id), remote]);
    expect(drawn.filter((line) => line.startsWith("claim"))).toEqual([
      "claim | that the governor had promised help | Forty houses stand | denies, elsewhere",
    ]);
    expect(draw(apart.id, [outer, apart, remote])).toHaveLength(3);
  });

  it("are proposed where source and cue are, and lead to what the attribution rests on", () => {
    const bare = attribution([at("that the governor had promised help", "content")]);
    const { role: _source, quote: _words, ...source } = at("Radio Lissa", "source");
    const { role: _cue, quote: _quote, ...cue } = at("reported", "cue");
    expect(draw(bare.id, [bare], { markId: bare.id, source, cue })).toEqual([
      "role | Radio Lissa | reported | proposed",
      "role | reported | that the governor had promised help | proposed",
    ]);
    const rest = restsOn(outer.id, { targetId: inner.id });
    const drawn = draw(outer.id, [outer, { ...inner, nestedInId: null }, rest]);
    expect(drawn.at(-1)).toMatch(/^rests \| reported \| promised \| /u);
  });

  it("are none for a duplicate, and none for what is gone", () => {
    const duplicate = claim([at("help")], { kind: "duplicate" });
    expect(draw(duplicate.id, [duplicate])).toEqual([]);
    expect(draw(inner.id, [inner])).toEqual(["role | the governor | promised", "role | promised | help"]);
  });
});
