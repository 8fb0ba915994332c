import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { alignTexts } from "@/lib/reanchoring/align";
import { reanchorMark, reanchorSpan } from "@/lib/reanchoring/reanchor";
import type { Span } from "@/lib/text/span";

const points = (text: string) => Array.from(text);
const quote = (text: string, span: Span) => points(text).slice(span.start, span.end).join("");

/** The span of the nth occurrence of some words, in code points. */
function spanOf(text: string, words: string, nth = 0): Span {
  let at = -1;
  for (let count = 0; count <= nth; count++) at = text.indexOf(words, at + 1);
  const start = points(text.slice(0, at)).length;
  return { start, end: start + points(words).length };
}

/** What became of some words: the words at the new place, or those that stand near instead, in brackets. */
function told(before: string, after: string, words: string, nth = 0): string {
  const found = reanchorSpan(alignTexts(before, after), spanOf(before, words, nth));
  if (found.how !== "orphaned") return `${found.how}: ${quote(after, found.span)}`;
  return `orphaned: ${found.near ? `[${quote(after, found.near)}]` : "nowhere"}`;
}

const story = [
  "Bridge at Ostra closed after flood",
  "The bridge at Ostra was closed on Monday, the mayor said. About 600 people have left their homes.",
  "“The water rose by two metres in a night,” said Lena Orth, who heads the rescue service.",
  "The road to Karlin stays open. The mayor said it would be watched.",
].join("\n\n");

describe("marks of a text in its newer version", () => {
  it("stay where nothing before them changed, and move with their text", () => {
    expect(told(story, story, "600 people")).toBe("exact: 600 people");
    const appended = `${story}\n\nCorrection: the bridge opened on Friday.`;
    expect(told(story, appended, "The mayor said it would be watched.")).toBe(
      "exact: The mayor said it would be watched.",
    );
    const prefixed = `Updated at noon.\n\n${story}`;
    expect(told(story, prefixed, "Lena Orth")).toBe("moved: Lena Orth");
    const found = reanchorSpan(alignTexts(story, prefixed), spanOf(story, "said", 1));
    expect(found).toEqual({ how: "moved", span: spanOf(prefixed, "said", 1) });
  });

  it("are orphaned by a change inside, beside the words that stand there now", () => {
    const corrected = story.replace("About 600 people", "At least 247 people");
    expect(told(story, corrected, "About 600 people have left their homes.")).toBe(
      "orphaned: [At least 247 people have left their homes.]",
    );
    expect(told(story, corrected, "About 600")).toBe("orphaned: [At least 247]");
    expect(told(story, corrected, "the mayor said")).toBe("exact: the mayor said");
    expect(told(story, corrected, "have left their homes")).toBe("moved: have left their homes");
  });

  it("are orphaned when their words are gone", () => {
    const cut = story.replace(" About 600 people have left their homes.", "");
    expect(told(story, cut, "About 600 people have left their homes.")).toBe("orphaned: nowhere");
  });

  it("are orphaned when a number or a word grew at their border", () => {
    expect(told(story, story.replace("600", "6000"), "600")).toBe("orphaned: [6000]");
    expect(told(story, story.replace("600", "600,000"), "600")).toMatch(/^orphaned/);
    expect(told(story, story.replace("flood", "floods"), "flood")).toBe("orphaned: [floods]");
    expect(told(story, story.replace("homes.", "homes, he said."), "homes")).toBe("exact: homes");
  });

  it("are found in a paragraph that was moved", () => {
    const [head = "", first = "", second = "", third = ""] = story.split("\n\n");
    const moved = [head, third, first, second].join("\n\n");
    expect(told(story, moved, "The road to Karlin stays open.")).toBe(
      "moved: The road to Karlin stays open.",
    );
    const said = reanchorSpan(alignTexts(story, moved), spanOf(story, "The mayor said"));
    expect(said).toEqual({ how: "moved", span: spanOf(moved, "The mayor said") });
    for (const [nth, place] of [
      [0, 1],
      [1, 2],
      [2, 0],
    ] as const)
      expect(reanchorSpan(alignTexts(story, moved), spanOf(story, "said", nth))).toEqual({
        how: "moved",
        span: spanOf(moved, "said", place),
      });
  });

  it("are orphaned where two places fit equally", () => {
    expect(
      told(
        "First.\n\nHe denied all of it.\n\nLast.",
        "First.\n\nHe denied all of it.\n\nHe denied all of it.\n\nLast.",
        "He denied all of it.",
      ),
    ).toMatch(/^orphaned/);
    const before = "He denied it again today.\n\nThe rest of the old story stood here.";
    const after =
      "A new opening.\n\nSo: he denied it again today.\n\nAnd once more he denied it again today.";
    expect(told(before, after, "denied it again today")).toMatch(/^orphaned/);
  });

  it("are not found by a common word that stands in another story", () => {
    const other = "Petra said the match was lost. The crowd left at ten.";
    for (const words of ["said", "The", "on Monday"]) expect(told(story, other, words)).toMatch(/^orphaned/);
  });

  it("hold with emoji, accents, right-to-left text and text without blanks", () => {
    const emoji = "👩‍👩‍👧 went home 🌊🌊 today. The wave 👍🏽 passed.";
    expect(told(emoji, `🌍 ${emoji}`, "🌊🌊")).toBe("moved: 🌊🌊");
    expect(told(emoji, emoji.replace("👍🏽", "👍🏿"), "👍🏽")).toMatch(/^orphaned/);
    expect(told("It was 👍 they said, all of them.", "It was 👍🏽 they said, all of them.", "👍")).toMatch(
      /^orphaned/,
    );
    const accents = "Z\u0323alo\u0301 wrote the long letter to the council.";
    expect(told(accents, `Yesterday ${accents}`, "Z\u0323alo\u0301")).toBe("moved: Z\u0323alo\u0301");
    const arabic = "قال المتحدث إن الجسر مغلق. وأضاف أن الطريق مفتوح.";
    expect(told(arabic, `عاجل: ${arabic}`, "إن الجسر مغلق")).toBe("moved: إن الجسر مغلق");
    expect(told(arabic, arabic.replace("مغلق", "مفتوح"), "إن الجسر مغلق")).toBe("orphaned: [إن الجسر مفتوح]");
    const chinese = "市长说，大桥周一关闭。约六百人离开家园。道路保持开放。";
    expect(told(chinese, chinese.replace("约六百人", "至少二百人"), "大桥周一关闭")).toBe(
      "exact: 大桥周一关闭",
    );
    expect(told(chinese, chinese.replace("六百", "二百"), "约六百人离开家园")).toBe(
      "orphaned: [约二百人离开家园]",
    );
  });

  it("are as bad as the worst of their spans", () => {
    const corrected = `Update. ${story.replace("600", "247")}`;
    const alignment = alignTexts(story, corrected);
    const mayor = spanOf(story, "the mayor said");
    const people = spanOf(story, "About 600 people");
    expect(reanchorMark(alignment, [mayor])).toEqual({
      how: "moved",
      spans: [spanOf(corrected, "the mayor said")],
    });
    expect(reanchorMark(alignment, [mayor, people])).toEqual({
      how: "orphaned",
      spans: [spanOf(corrected, "the mayor said"), null],
      near: spanOf(corrected, "About 247 people"),
    });
    expect(reanchorMark(alignTexts(story, story), [mayor, people])).toEqual({
      how: "exact",
      spans: [mayor, people],
    });
    expect(reanchorMark(alignment, [])).toEqual({ how: "exact", spans: [] });
  });

  it("refuse what lies outside the text, and take nothing for an empty span", () => {
    const alignment = alignTexts("abc", "abc");
    expect(() => reanchorSpan(alignment, { start: 1, end: 9 })).toThrow(RangeError);
    expect(reanchorSpan(alignment, { start: 1, end: 1 })).toEqual({ how: "orphaned", near: null });
  });
});

const piece = fc.constantFrom(
  "a",
  "said",
  "600",
  " ",
  ". ",
  "\n\n",
  "é",
  "e\u0323",
  "🌊",
  "👍🏽",
  "大",
  "桥",
  "مرحبا",
  "the ",
  "—",
);
const text = fc.array(piece, { minLength: 1, maxLength: 60 }).map((parts) => parts.join("").normalize("NFC"));
const textAndSpan = text.chain((one) =>
  fc
    .tuple(fc.nat(points(one).length - 1), fc.nat(points(one).length - 1))
    .map(([a, b]) => ({ text: one, span: { start: Math.min(a, b), end: Math.max(a, b) + 1 } })),
);

describe("whatever the texts, a mark", () => {
  it("is exact in the same text", () => {
    fc.assert(
      fc.property(textAndSpan, ({ text: one, span }) => {
        expect(reanchorSpan(alignTexts(one, one), span)).toEqual({ how: "exact", span });
      }),
    );
  });

  it("moves by what was put in before it", () => {
    fc.assert(
      fc.property(textAndSpan, ({ text: one, span }) => {
        const put = "Ω Neuer Anfang †";
        const shift = points(put).length;
        expect(reanchorSpan(alignTexts(one, put + one), span)).toEqual({
          how: "moved",
          span: { start: span.start + shift, end: span.end + shift },
        });
      }),
    );
  });

  it("is orphaned by a character put inside it", () => {
    fc.assert(
      fc.property(textAndSpan, fc.nat(), ({ text: one, span }, seed) => {
        if (span.end - span.start < 2) return;
        const at = span.start + 1 + (seed % (span.end - span.start - 1));
        const changed = [...points(one).slice(0, at), "Ω", ...points(one).slice(at)].join("");
        expect(reanchorSpan(alignTexts(one, changed), span).how).toBe("orphaned");
      }),
    );
  });

  it("quotes the same words at its new place, lies in the text, and says exact only of the same place", () => {
    fc.assert(
      fc.property(textAndSpan, text, ({ text: one, span }, other) => {
        const found = reanchorSpan(alignTexts(one, other), span);
        const place = found.how === "orphaned" ? found.near : found.span;
        if (place)
          expect(place.start >= 0 && place.start < place.end && place.end <= points(other).length).toBe(true);
        if (found.how === "orphaned") return;
        expect(quote(other, found.span)).toBe(quote(one, span));
        expect(found.how === "exact").toBe(found.span.start === span.start);
      }),
      { numRuns: 300 },
    );
  });

  it("costs little in 200,000 characters with 10,000 marks, and a bounded time in wholly different ones", () => {
    const words = (seed: number) => {
      let state = seed;
      const next = () => {
        state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
        return state / 2_147_483_648;
      };
      const vocabulary = Array.from({ length: 5_000 }, () => Math.floor(next() * 60_466_176).toString(36));
      let out = "";
      while (out.length < 200_000)
        out += `${vocabulary[Math.floor(next() ** 3 * 5_000)]}${next() < 0.01 ? ".\n\n" : " "}`;
      return out.slice(0, 200_000);
    };
    const long = words(1);
    const edited = long
      .replace(/\. ?\n\n/, ".\n\nA new paragraph that was put in.\n\n")
      .replaceAll("zz", "y");
    const time = (after: string) => {
      const started = performance.now();
      const alignment = alignTexts(long, after);
      const counts = { exact: 0, moved: 0, orphaned: 0 };
      for (let at = 0; at < 10_000; at++)
        counts[reanchorSpan(alignment, { start: at * 19, end: at * 19 + 5 + (at % 90) }).how]++;
      return { ms: performance.now() - started, counts };
    };
    const small = time(edited);
    expect(small.counts.orphaned).toBeLessThan(2_000);
    expect(small.counts.moved).toBeGreaterThan(7_000);
    const different = time(words(2));
    expect(different.counts.exact + different.counts.moved).toBe(0);
    expect(small.ms).toBeLessThan(4_000);
    expect(different.ms).toBeLessThan(20_000);
  });
});
