import { describe, expect, it } from "vitest";
import { countNoted } from "@/lib/releases/noted-terms";

const post = { id: "a", name: "The Elms Post" };
const gazette = { id: "b", name: "The Harbour Gazette" };

describe("publishers whose terms are noted", () => {
  it("are counted once each, and unknown ones are none", () => {
    const notes = [
      { source: post, licence: "", articles: 2 },
      { source: post, licence: "CC BY 4.0", articles: 1 },
      { source: gazette, licence: "by contract", articles: 4 },
      { source: null, licence: "", articles: 3 },
    ];
    expect(countNoted(notes)).toEqual({ publishers: 2, noted: 1, unknown: 3 });
  });

  it("are the same for the builder, which counts the articles with terms of their own", () => {
    const all = { source: post, licence: "", articles: 2, ownTerms: 2 };
    const some = { source: gazette, licence: "", articles: 2, ownTerms: 1 };
    expect(countNoted([all, some])).toEqual({ publishers: 2, noted: 1, unknown: 0 });
  });
});
