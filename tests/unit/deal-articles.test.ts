import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dealArticles } from "@/lib/slots/deal";

describe("dealing articles out", () => {
  it("takes turns, and who was passed over stays first", () => {
    const dealt = dealArticles(["1", "2", "3"], ["ana", "ben"], (article, person) =>
      article === "1" && person === "ana" ? "has-it" : null,
    );
    expect(dealt.given.map((one) => one.personId)).toEqual(["ben", "ana", "ben"]);
    expect(dealt.refused).toEqual([]);
  });

  it("refuses with the first person's reason what nobody may have", () => {
    const dealt = dealArticles(["1"], ["ana", "ben"], (_article, person) =>
      person === "ana" ? "has-seen" : "language",
    );
    expect(dealt).toEqual({ given: [], refused: [{ articleId: "1", reason: "has-seen" }] });
  });

  it("gives each article to at most one person who may have it, evenly where all may, and loses none", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ minLength: 1 }), { maxLength: 12 }),
        fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 5 }),
        fc.func(fc.boolean()),
        (articles, people, may) => {
          const refusalOf = (article: string, person: string) => (may(article, person) ? null : "has-it");
          const { given, refused } = dealArticles(articles, people, refusalOf);
          expect([...given, ...refused].map((one) => one.articleId).toSorted()).toEqual(articles.toSorted());
          for (const one of given) expect(may(one.articleId, one.personId)).toBe(true);
          for (const one of refused)
            for (const person of people) expect(may(one.articleId, person)).toBe(false);
          const free = dealArticles(articles, people, () => null).given;
          const loads = people.map((person) => free.filter((one) => one.personId === person).length);
          expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(1);
        },
      ),
    );
  });
});
