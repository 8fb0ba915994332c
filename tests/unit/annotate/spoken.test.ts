import { expect, it } from "vitest";
import { listMarks } from "@/components/annotate/marks";
import { spokenBorders, spokenPlace } from "@/components/annotate/spoken";
import type { LayerObject } from "@/lib/layers/schema";
import { indexCodePoints } from "@/lib/text/code-points";
import { attribution, claim, spanAt } from "../../support/operations";

const text = "Forty houses were flooded. The mayor said so. Nobody was hurt.";
const index = indexCodePoints(text);
const objects: LayerObject[] = [
  { ...claim([spanAt(text, 0, 26)], { id: "a" }), revision: 1, deleted: false },
  {
    ...attribution([spanAt(text, 6, 61, "content"), spanAt(text, 27, 36, "source")], { id: "b" }),
    revision: 1,
    deleted: false,
  },
];
const marks = listMarks(new Map(objects.map((object) => [object.id, object])));

it("says of each mark on the words whether it begins, ends or goes on there", () => {
  const at = (start: number, end: number) =>
    spokenPlace(null, { span: { start, end }, level: "sentence" }, index, marks);
  expect(at(0, 26)).toBe("Forty houses were flooded. (Claim is here; Attribution, content begins here)");
  expect(at(27, 45)).toBe("The mayor said so. (Attribution, content goes on; Attribution, source is here)");
  expect(at(46, 62)).toBe("Nobody was hurt. (Attribution, content ends here)");
});

it("says what the caret came into and left", () => {
  expect(spokenBorders(marks, 2, 8)).toBe(
    "into Attribution, content: houses were flooded. The mayor said so. Nobody was hurt",
  );
  expect(spokenBorders(marks, 8, 28)).toBe("out of Claim; into Attribution, source: The mayor");
  expect(spokenBorders(marks, 28, 30)).toBe("");
});
