import "server-only";
import { z } from "zod";
import { requireProject } from "@/lib/access";
import { recordEvents } from "@/lib/audit";
import { requireCard } from "@/lib/cards/access";
import type {
  AnswerInput,
  CreateCardInput,
  EditCardInput,
  JudgePairInput,
  RateCredibilityInput,
  WithdrawInput,
} from "@/lib/cards/schema";
import { inTransaction, type Tx } from "@/lib/db";
import { badInput, conflict, notFound } from "@/lib/errors";
import type { Actor } from "@/lib/policy";
import { contentHash } from "@/lib/ratings/commands";
import { requireSource } from "@/lib/sources/access";
import { credibilityScheme } from "@/lib/vocabulary";

/** Makes a card from a claim of a final layer; its first mentions are that claim's. Throws what `requireFinalClaim` throws. */
export async function createCard(
  actor: Actor,
  slug: string,
  input: CreateCardInput,
  tx?: Tx,
): Promise<{ id: string }> {
  return inTransaction(tx, async (tx) => {
    const project = await requireProject(actor, slug, "card.edit", tx);
    await requireFinalClaim(actor, project.projectId, input.claimId, tx);
    const statement = input.statement.normalize("NFC");
    const card = await tx.claimCard.create({
      data: { projectId: project.projectId, statement, type: input.type, createdById: actor.userId },
      select: { id: true },
    });
    const place = { actorId: actor.userId, projectId: project.projectId, subjectId: card.id };
    await recordEvents(tx, [{ ...place, type: "card.created", payload: { statement, type: input.type } }]);
    await addMentions(actor, { id: card.id, projectId: project.projectId }, input.claimId, true, tx);
    return card;
  });
}

/** Changes a card's statement and what it counts; throws conflict `stale-revision`. */
export async function editCard(actor: Actor, input: EditCardInput, tx?: Tx): Promise<{ revision: number }> {
  return inTransaction(tx, async (tx) => {
    const { card } = await requireCard(actor, input.cardId, "card.edit", tx, true);
    if (card.revision !== input.revision)
      throw conflict(
        "stale-revision",
        "Somebody changed this card meanwhile. Load the page again and look.",
        {
          current: { statement: card.statement, type: card.type, revision: card.revision },
        },
      );
    const statement = input.statement.normalize("NFC");
    const changed = await tx.claimCard.update({
      where: { id: card.id },
      data: { statement, type: input.type, revision: { increment: 1 } },
      select: { revision: true },
    });
    const place = { actorId: actor.userId, projectId: card.projectId, subjectId: card.id };
    await recordEvents(tx, [{ ...place, type: "card.edited", payload: { statement, type: input.type } }]);
    return changed;
  });
}

/**
 * Answers whether a claim of a final layer says what the card says: `isSame` adds a mention for each attribution that
 * carries it (the bare claim where none does), otherwise it is kept as a negative. An earlier answer is replaced.
 */
export async function answerCandidate(
  actor: Actor,
  cardId: string,
  input: AnswerInput,
  tx?: Tx,
): Promise<void> {
  await inTransaction(tx, async (tx) => {
    const { card } = await requireCard(actor, cardId, "card.edit", tx, true);
    await requireFinalClaim(actor, card.projectId, input.claimId, tx);
    await tx.mention.updateMany({
      where: { cardId: card.id, claimId: input.claimId, deletedAt: null, isSame: !input.isSame },
      data: { deletedAt: new Date() },
    });
    await addMentions(actor, card, input.claimId, input.isSame, tx);
  });
}

/**
 * Takes a claim's answer off a card, or puts back the one taken off last. Throws notFound where there is none, conflict
 * `already-answered` when the claim has been answered anew in between.
 */
export async function withdrawAnswer(
  actor: Actor,
  cardId: string,
  input: WithdrawInput,
  tx?: Tx,
): Promise<void> {
  await inTransaction(tx, async (tx) => {
    const { card } = await requireCard(actor, cardId, "card.edit", tx, true);
    const place = { actorId: actor.userId, projectId: card.projectId, subjectId: card.id };
    const where = { cardId: card.id, claimId: input.claimId };
    const present = await tx.mention.findMany({ where: { ...where, deletedAt: null }, select: { id: true } });
    if (input.isRemoved) {
      if (present.length === 0) throw notFound();
      const mentionIds = present.map((mention) => mention.id);
      await tx.mention.updateMany({ where: { id: { in: mentionIds } }, data: { deletedAt: new Date() } });
      await recordEvents(tx, [
        { ...place, type: "mention.removed", payload: { claimId: input.claimId, mentionIds } },
      ]);
      return;
    }
    if (present.length > 0)
      throw conflict("already-answered", "This claim has been answered again meanwhile.");
    const last = await tx.mention.findFirst({
      where: { ...where, deletedAt: { not: null } },
      orderBy: [{ deletedAt: "desc" }, { id: "desc" }],
    });
    if (!last?.deletedAt) throw notFound();
    await requireFinalClaim(actor, card.projectId, input.claimId, tx);
    const gone = await tx.mention.findMany({
      where: { ...where, deletedAt: last.deletedAt },
      select: { id: true },
    });
    const mentionIds = gone.map((mention) => mention.id);
    await tx.mention.updateMany({ where: { id: { in: mentionIds } }, data: { deletedAt: null } });
    await recordEvents(tx, [
      { ...place, type: "mention.restored", payload: { claimId: input.claimId, mentionIds } },
    ]);
  });
}

/**
 * Judges how two origins depend on each other, with the reason; judgements are only ever added and the latest holds, for
 * every card. Throws badInput `same-origin`, notFound for a source that is not there.
 */
export async function judgePair(actor: Actor, input: JudgePairInput, tx?: Tx): Promise<{ id: string }> {
  return inTransaction(tx, async (tx) => {
    const { card } = await requireCard(actor, input.cardId, "card.edit", tx);
    const a = await requireSource(actor, input.a, tx);
    const b = await requireSource(actor, input.b, tx);
    if (a.id === b.id) throw badInput("same-origin", "These are one source.");
    const [firstId, secondId] = a.id < b.id ? [a.id, b.id] : [b.id, a.id];
    const data = { firstId, secondId, level: input.level, reason: input.reason };
    const judgement = await tx.dependency.create({
      data: { ...data, decidedById: actor.userId },
      select: { id: true },
    });
    await recordEvents(tx, [
      {
        type: "dependency.judged",
        actorId: actor.userId,
        projectId: card.projectId,
        subjectId: card.id,
        payload: { dependencyId: judgement.id, ...data },
      },
    ]);
    return judgement;
  });
}

/** Saves the actor's grade of a card's credibility, asked apart from any source's reliability; grades are only ever added. */
export async function rateCredibility(
  actor: Actor,
  input: RateCredibilityInput,
  tx?: Tx,
): Promise<{ id: string }> {
  return inTransaction(tx, async (tx) => {
    const { card } = await requireCard(actor, input.cardId, "card.rate", tx);
    const others = await tx.$queryRaw`
      SELECT 1 FROM seen_credibilities(${actor.userId}::uuid) g
       WHERE g."cardId" = ${card.id}::uuid AND g."raterId" <> ${actor.userId}::uuid LIMIT 1`;
    const data = {
      cardId: card.id,
      raterId: actor.userId,
      scheme: credibilityScheme.scheme,
      schemeVersion: credibilityScheme.version,
      grade: input.grade,
      rationale: input.rationale,
      sawOthers: z.array(z.unknown()).parse(others).length > 0,
    };
    const saved = await tx.credibility.create({ data, select: { id: true } });
    await recordEvents(tx, [
      {
        type: "credibility.saved",
        actorId: actor.userId,
        projectId: card.projectId,
        subjectId: card.id,
        payload: { credibilityId: saved.id, contentHash: contentHash(data) },
      },
    ]);
    return saved;
  });
}

/** Refuses anything but a claim of a final layer of the project that the actor sees; throws badInput `claim-not-final`. */
async function requireFinalClaim(actor: Actor, projectId: string, claimId: string, tx: Tx): Promise<void> {
  // Whoever finishes a newer text of its article just now comes first, or finds the mention that is made below.
  await tx.$queryRaw`
    SELECT 1 FROM "Layer" WHERE "id" = (SELECT n."layerId" FROM "Annotation" n WHERE n."id" = ${claimId}::uuid) FOR SHARE`;
  const found = await tx.$queryRaw`
    SELECT 1 FROM "Annotation" n JOIN final_layers(${actor.userId}::uuid) l ON l."id" = n."layerId"
     WHERE n."id" = ${claimId}::uuid AND n."projectId" = ${projectId}::uuid AND n."kind" = 'claim' AND n."deletedAt" IS NULL`;
  if (z.array(z.unknown()).parse(found).length === 0)
    throw badInput("claim-not-final", "Choose a claim of an article whose review is finished.");
}

async function addMentions(
  actor: Actor,
  card: { id: string; projectId: string },
  claimId: string,
  isSame: boolean,
  tx: Tx,
): Promise<void> {
  const links = isSame
    ? await tx.claimLink.findMany({ where: { claimId, deletedAt: null }, select: { attributionId: true } })
    : [];
  const attributions = links.length > 0 ? links.map((link) => link.attributionId) : [null];
  const present = await tx.mention.findMany({
    where: { cardId: card.id, claimId, deletedAt: null },
    select: { attributionId: true },
  });
  const missing = attributions.filter((id) => !present.some((mention) => mention.attributionId === id));
  if (missing.length === 0) throw conflict("already-answered", "This claim has that answer already.");
  const mentions = await tx.mention.createManyAndReturn({
    data: missing.map((attributionId) => ({
      cardId: card.id,
      projectId: card.projectId,
      claimId,
      attributionId,
      isSame,
      createdById: actor.userId,
    })),
    select: { id: true, attributionId: true },
  });
  await recordEvents(tx, [
    {
      type: isSame ? "mention.added" : "mention.rejected",
      actorId: actor.userId,
      projectId: card.projectId,
      subjectId: card.id,
      payload: { claimId, mentions },
    },
  ]);
}
