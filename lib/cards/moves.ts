import "server-only";
import { z } from "zod";
import { recordEvents } from "@/lib/audit";
import { requireCard } from "@/lib/cards/access";
import { linkEnds, requireTwoCards } from "@/lib/cards/links";
import type { MergeCardInput, SplitCardInput } from "@/lib/cards/schema";
import { inTransaction, type Tx } from "@/lib/db";
import { badInput, conflict, notFound } from "@/lib/errors";
import type { Actor } from "@/lib/policy";
import { cardLinkTypes } from "@/lib/vocabulary";

const ids = z.array(z.object({ id: z.string() })).transform((rows) => rows.map((row) => row.id));

/**
 * Makes a new card of some of a card's mentions. Throws notFound for a mention that is not on it or not the actor's to
 * see, badInput `nothing-left` when none would stay.
 */
export async function splitCard(
  actor: Actor,
  input: SplitCardInput,
  tx?: Tx,
): Promise<{ id: string; moveId: string }> {
  return inTransaction(tx, async (tx) => {
    const { card } = await requireCard(actor, input.cardId, "card.edit", tx, true);
    const wanted = [...new Set(input.mentionIds)];
    const mentionIds = ids.parse(
      await tx.$queryRaw`
        SELECT m."id" FROM "Mention" m
          JOIN "Annotation" n ON n."id" = m."claimId" AND n."deletedAt" IS NULL
          JOIN final_layers(${actor.userId}::uuid) l ON l."id" = n."layerId"
         WHERE m."id" = ANY(${wanted}::uuid[]) AND m."cardId" = ${card.id}::uuid AND m."isSame" AND m."deletedAt" IS NULL`,
    );
    if (mentionIds.length !== wanted.length) throw notFound();
    const staying = await tx.mention.count({
      where: { cardId: card.id, isSame: true, deletedAt: null, id: { notIn: mentionIds } },
    });
    if (staying === 0)
      throw badInput(
        "nothing-left",
        "Leave at least one mention here, or change the card's statement instead.",
      );
    const statement = input.statement.normalize("NFC");
    const place = { projectId: card.projectId, createdById: actor.userId };
    const made = await tx.claimCard.create({
      data: { ...place, statement, type: input.type },
      select: { id: true },
    });
    await moveMentions(tx, mentionIds, made.id);
    const move = await tx.cardMove.create({
      data: { ...place, kind: "split", fromId: card.id, toId: made.id, mentionIds },
      select: { id: true },
    });
    const event = { actorId: actor.userId, projectId: card.projectId };
    const payload = { moveId: move.id, fromId: card.id, toId: made.id, mentionIds };
    await recordEvents(tx, [
      { ...event, type: "card.split", subjectId: card.id, payload },
      {
        ...event,
        type: "card.created",
        subjectId: made.id,
        payload: { statement, type: input.type, ...payload },
      },
    ]);
    return { id: made.id, moveId: move.id };
  });
}

/**
 * Moves everything of one card to another of its project, which stays: mentions and answers, evidence, interests and
 * links; grades and verdicts stay with the statement they were given on. Throws badInput `same-card`, conflict
 * `answers-differ` when a claim is on one card and "not the same" on the other.
 */
export async function mergeCard(
  actor: Actor,
  input: MergeCardInput,
  tx?: Tx,
): Promise<{ id: string; moveId: string }> {
  return inTransaction(tx, async (tx) => {
    if (input.cardId === input.intoId) throw badInput("same-card", "This is the card itself.");
    const { card, other } = await requireTwoCards(actor, input.cardId, input.intoId, tx);
    const live = (cardId: string) => ({ where: { cardId, deletedAt: null } });
    const [own, theirs] = [
      await tx.mention.findMany(live(card.id)),
      await tx.mention.findMany(live(other.id)),
    ];
    const isSameOf = new Map(theirs.map((mention) => [mention.claimId, mention.isSame]));
    const differ = new Set(
      own
        .filter(({ claimId, isSame }) => isSameOf.get(claimId) === !isSame)
        .map((mention) => mention.claimId),
    );
    if (differ.size > 0)
      throw conflict(
        "answers-differ",
        `${differ.size === 1 ? "One claim is" : `${differ.size} claims are`} on one of the cards and “not the same” on the other. Take one of the answers back first.`,
      );
    const keyOf = (mention: (typeof own)[number]) => `${mention.claimId} ${mention.attributionId}`;
    const there = new Set(theirs.map(keyOf));
    const isDouble = (mention: (typeof own)[number]) => there.has(keyOf(mention));
    const flags = await tx.interestFlag.findMany(live(card.id));
    const theirFlags = await tx.interestFlag.findMany(live(other.id));
    const isDoubleFlag = (flag: (typeof flags)[number]) =>
      theirFlags.some((one) => one.sourceId === flag.sourceId && one.flag === flag.flag);
    const evidence = await tx.evidence.findMany({ ...live(card.id), select: { id: true } });
    const links = await moveLinks(tx, card.id, other.id);
    const mentionIds = own.filter((one) => !isDouble(one)).map((one) => one.id);
    const flagIds = flags.filter((one) => !isDoubleFlag(one)).map((one) => one.id);
    const evidenceIds = evidence.map((one) => one.id);
    const aside = [...own.filter(isDouble), ...flags.filter(isDoubleFlag)].map((one) => one.id);
    const asideIds = [...aside, ...links.asideIds];
    await moveMentions(tx, mentionIds, other.id);
    await moveRest(tx, { evidenceIds, flagIds }, other.id);
    await setAside(tx, asideIds, new Date());
    await tx.claimCard.update({ where: { id: card.id }, data: { deletedAt: new Date() } });
    const place = { projectId: card.projectId, createdById: actor.userId };
    const moved = { fromId: card.id, toId: other.id, mentionIds, evidenceIds, flagIds, asideIds };
    const move = await tx.cardMove.create({
      data: { ...place, ...moved, kind: "merge", links: links.moved },
      select: { id: true },
    });
    const payload = { moveId: move.id, ...moved, links: links.moved };
    const event = { type: "card.merged", actorId: actor.userId, projectId: card.projectId, payload };
    await recordEvents(tx, [
      { ...event, subjectId: card.id },
      { ...event, subjectId: other.id },
    ]);
    return { id: other.id, moveId: move.id };
  });
}

/** Points the mentions at a card; as one statement of any number of them. */
export async function moveMentions(tx: Tx, mentionIds: readonly string[], cardId: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE "Mention" SET "cardId" = ${cardId}::uuid WHERE "id" = ANY(${[...mentionIds]}::uuid[])`;
}

/** Points evidence and interests at a card. */
export async function moveRest(
  tx: Tx,
  { evidenceIds, flagIds }: { evidenceIds: string[]; flagIds: string[] },
  cardId: string,
): Promise<void> {
  await tx.evidence.updateMany({ where: { id: { in: evidenceIds } }, data: { cardId } });
  await tx.interestFlag.updateMany({ where: { id: { in: flagIds } }, data: { cardId } });
}

/** Takes away the mentions, interests and links that the other card has too, or (null) puts them back. */
export async function setAside(tx: Tx, asideIds: readonly string[], deletedAt: Date | null): Promise<void> {
  const all = [...asideIds];
  await tx.$executeRaw`UPDATE "Mention" SET "deletedAt" = ${deletedAt}::timestamptz WHERE "id" = ANY(${all}::uuid[])`;
  await tx.$executeRaw`UPDATE "InterestFlag" SET "deletedAt" = ${deletedAt}::timestamptz WHERE "id" = ANY(${all}::uuid[])`;
  await tx.$executeRaw`UPDATE "CardLink" SET "deletedAt" = ${deletedAt}::timestamptz WHERE "id" = ANY(${all}::uuid[])`;
}

/** A link that a merge gave another end, with its ends before and after. */
export const movedLinks = z.array(
  z.object({
    id: z.string(),
    before: z.object({ fromId: z.string(), toId: z.string() }),
    after: z.object({ fromId: z.string(), toId: z.string() }),
  }),
);

async function moveLinks(tx: Tx, cardId: string, intoId: string) {
  const links = await tx.cardLink.findMany({
    where: { deletedAt: null, OR: [{ fromId: cardId }, { toId: cardId }] },
    orderBy: { id: "asc" },
  });
  const moved: z.infer<typeof movedLinks> = [];
  const asideIds: string[] = [];
  for (const { id, fromId, toId, type } of links) {
    const swap = (end: string) => (end === cardId ? intoId : end);
    const after = linkEnds(swap(fromId), swap(toId), z.enum(cardLinkTypes).parse(type));
    const isDouble =
      after.fromId === after.toId ||
      (await tx.cardLink.count({ where: { ...after, type, deletedAt: null } })) > 0;
    if (isDouble) asideIds.push(id);
    else {
      await tx.cardLink.update({ where: { id }, data: after });
      moved.push({ id, before: { fromId, toId }, after });
    }
  }
  return { moved, asideIds };
}
