import type { AssignRefusal } from "@/lib/slots/arrange-schema";

/**
 * Deals articles to people in turn: each article goes to the next person in the round who may have it, at most once;
 * who was passed over stays first for the next article. An article that nobody may have is refused with the reason of
 * the first person asked. `refusalOf` answers null where the person may have the article.
 */
export function dealArticles(
  articleIds: readonly string[],
  personIds: readonly string[],
  refusalOf: (articleId: string, personId: string) => AssignRefusal | null,
): {
  given: { articleId: string; personId: string }[];
  refused: { articleId: string; reason: AssignRefusal }[];
} {
  const waiting = [...new Set(personIds)];
  const given: { articleId: string; personId: string }[] = [];
  const refused: { articleId: string; reason: AssignRefusal }[] = [];
  for (const articleId of new Set(articleIds)) {
    let first: AssignRefusal | null = null;
    const personId = waiting.find((candidate) => {
      const reason = refusalOf(articleId, candidate);
      first ??= reason;
      return reason === null;
    });
    if (personId === undefined) {
      refused.push({ articleId, reason: first ?? "no-place" });
      continue;
    }
    given.push({ articleId, personId });
    waiting.splice(waiting.indexOf(personId), 1);
    waiting.push(personId);
  }
  return { given, refused };
}
