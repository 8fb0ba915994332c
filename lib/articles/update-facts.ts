import "server-only";
import { requireArticle } from "@/lib/access";
import type { FactsInput } from "@/lib/articles/facts-schema";
import { recordEvents } from "@/lib/audit";
import { inTransaction, type Tx } from "@/lib/db";
import { badInput, conflict, notFound } from "@/lib/errors";
import { parsePublished } from "@/lib/intake/dates";
import { standardAddress } from "@/lib/intake/record";
import type { Actor } from "@/lib/policy";
import { searchSources } from "@/lib/sources/search";

/**
 * Corrects an article's facts; its text and blocks are not touched. The publisher must be a registered source by one of
 * its names, or blank for unknown; a credit keeps the name as written and is resolved where exactly one source has it.
 * Throws notFound, forbidden, conflict `stale-revision`, badInput `unknown-source`, `ambiguous-source`, `wrong-origin`.
 */
export function updateArticleFacts(actor: Actor, input: FactsInput, tx?: Tx): Promise<{ revision: number }> {
  return inTransaction(tx, async (t) => {
    const { projectId } = await requireArticle(actor, input.articleId, "article.prepare", t);
    await t.$queryRaw`SELECT 1 FROM "Article" WHERE "id" = ${input.articleId}::uuid FOR NO KEY UPDATE`;
    const before = await t.article.findUnique({
      where: { id: input.articleId },
      include: { publisher: { select: { name: true } }, credits: true },
    });
    if (!before) throw notFound();
    if (before.revision !== input.revision)
      throw conflict(
        "stale-revision",
        "Somebody changed these facts since you opened the page. Load it again, then make your change.",
        { current: before.revision, yours: input.revision },
      );
    await checkOrigin(t, actor, projectId, input);
    const published = input.published ? parsePublished(input.published) : null;
    const facts = {
      title: input.title,
      publisherId: await resolvePublisher(t, actor, projectId, before, input.publisher),
      byline: input.byline,
      url: standardAddress(input.url),
      publishedAt: published?.publishedHasZone ? new Date(published.publishedAt) : null,
      publishedText: published && !published.publishedHasZone ? published.publishedAt : null,
      language: input.language,
      originalLanguage: input.originalLanguage,
      translated: input.translated,
      derivation: input.derivation,
      derivesFromId: input.derivesFrom,
      licence: input.licence === undefined ? before.licence : (input.licence ?? ""),
    };
    const after = await t.article.update({
      where: { id: input.articleId },
      data: { ...facts, revision: { increment: 1 } },
      select: { revision: true },
    });
    const credits = await replaceCredits(t, actor, projectId, input, before.credits);
    const changes = { ...changedFacts(new Map(Object.entries(before)), facts), ...credits };
    await recordEvents(t, [
      {
        type: "article.facts-changed",
        actorId: actor.userId,
        projectId,
        articleId: input.articleId,
        subjectId: input.articleId,
        payload: { changes },
      },
    ]);
    return after;
  });
}

async function checkOrigin(t: Tx, actor: Actor, projectId: string, input: FactsInput): Promise<void> {
  if (!input.derivesFrom) return;
  if (input.derivesFrom === input.articleId)
    throw badInput("wrong-origin", "An article cannot derive from itself.");
  const origin = await requireArticle(actor, input.derivesFrom, "project.view", t).catch(() => null);
  if (origin?.projectId !== projectId)
    throw badInput("wrong-origin", "There is no such article in this project. Paste the address of one.");
}

async function resolvePublisher(
  t: Tx,
  actor: Actor,
  projectId: string,
  before: { publisherId: string | null; publisher: { name: string } | null },
  name: string | null,
): Promise<string | null> {
  if (name === null) return null;
  if (before.publisher?.name === name) return before.publisherId;
  const [first, second] = await sourcesNamed(t, actor, projectId, name);
  if (!first)
    throw badInput(
      "unknown-source",
      `No source is registered under “${name}”. Register it on the page of sources, or leave the publisher blank.`,
    );
  if (second)
    throw badInput(
      "ambiguous-source",
      `Several sources are called “${name}”. Write the publisher's full name.`,
    );
  return first;
}

/** The registered sources that have exactly this name or alias, apart from case; proposals are left out. */
async function sourcesNamed(t: Tx, actor: Actor, projectId: string, name: string): Promise<string[]> {
  const found = await searchSources(actor, name, 10, projectId, t);
  const wanted = name.toLowerCase();
  return found
    .filter((match) => !match.isProposal && match.matched.toLowerCase() === wanted)
    .map((match) => match.id);
}

async function replaceCredits(
  t: Tx,
  actor: Actor,
  projectId: string,
  input: FactsInput,
  before: readonly { name: string }[],
): Promise<Record<string, { from: string[]; to: string[] }>> {
  const from = before.map((credit) => credit.name).toSorted();
  const to = input.credits.toSorted();
  if (JSON.stringify(from) === JSON.stringify(to)) return {};
  await t.articleCredit.deleteMany({ where: { articleId: input.articleId, name: { notIn: to } } });
  for (const name of to.filter((wanted) => !from.includes(wanted))) {
    const matches = await sourcesNamed(t, actor, projectId, name);
    const sourceId = matches.length === 1 ? matches[0] : null;
    await t.articleCredit.create({ data: { articleId: input.articleId, name, sourceId } });
  }
  return { credits: { from, to } };
}

function changedFacts(
  before: ReadonlyMap<string, unknown>,
  after: Record<string, unknown>,
): Record<string, { from: unknown; to: unknown }> {
  return Object.fromEntries(
    Object.entries(after)
      .filter(([field, to]) => JSON.stringify(before.get(field) ?? null) !== JSON.stringify(to ?? null))
      .map(([field, to]) => [field, { from: before.get(field) ?? null, to: to ?? null }]),
  );
}
