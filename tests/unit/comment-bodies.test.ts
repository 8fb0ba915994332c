import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mentionAt } from "@/components/comments/use-mentions";
import { bodyOf, bodyPieces, mentionedIds, typedOf } from "@/lib/comments/schema";

const ana = { id: "0192d1de-0000-7000-8000-000000000001", name: "Ana" };
const long = { id: "0192d1de-0000-7000-8000-000000000002", name: "Ana Ruiz" };
const names = { [ana.id]: ana.name, [long.id]: long.name };

describe("persons named in a comment", () => {
  it("are kept by id, the longest name first, and drawn by name", () => {
    const body = bodyOf("@Ana Ruiz and @Ana: look. @Anabel?", [ana, long]);
    expect(body).toBe(`@[${long.id}] and @[${ana.id}]: look. @[${ana.id}]bel?`);
    expect(mentionedIds(body)).toEqual([long.id, ana.id]);
    expect(bodyPieces(body, names).map((piece) => piece.text)).toEqual([
      "@Ana Ruiz",
      " and ",
      "@Ana",
      ": look. ",
      "@Ana",
      "bel?",
    ]);
    expect(bodyPieces(`@[${ana.id}]`, {})).toEqual([{ text: "@somebody", isPerson: true }]);
  });

  it("come back to what was typed, whatever was typed", () => {
    const piece = fc.constantFrom("@Ana", "@Ana Ruiz", "@", "[", "]", " ", "é", "😀", "x", "\n");
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const typed = pieces.join("");
        const body = bodyOf(typed, [ana, long]);
        expect(typedOf(body, names).typed).toBe(typed);
        expect(bodyOf(typedOf(body, names).typed, typedOf(body, names).picked)).toBe(body);
      }),
    );
  });
});

describe("a name being typed", () => {
  it("begins at an @ that stands alone and ends at the caret", () => {
    expect(mentionAt("Ask @An", 7)).toEqual({ at: 4, q: "An" });
    expect(mentionAt("Ask @", 5)).toEqual({ at: 4, q: "" });
    expect(mentionAt("@Ana Ru", 7)).toEqual({ at: 0, q: "Ana Ru" });
    expect(mentionAt("ana@example", 11)).toBeNull();
    expect(mentionAt("Ask @Ana, please", 16)).toBeNull();
    expect(mentionAt("Ask @An", 3)).toBeNull();
  });
});
