import "server-only";
import { z } from "zod";
import { requireProject } from "@/lib/access";
import { recordEvents } from "@/lib/audit";
import { inTransaction, type Tx } from "@/lib/db";
import { conflict, notFound } from "@/lib/errors";
import {
  type JudgedPair,
  type JudgeInput,
  judgedPair,
  type PairVerdictCode,
  pairVerdicts,
  type UndoInput,
} from "@/lib/pairs/schema";
import type { Actor } from "@/lib/policy";

const pairRows = z.array(
  judgedPair.extend({ projectId: z.string(), articleA: z.string(), articleB: z.string() }),
);
type Pair = z.infer<typeof pairRows>[number];
const repeatRows = z.array(
  z.object({
    pairId: z.string(),
    byId: z.string(),
    verdict: z.enum(pairVerdicts).nullable(),
    undoesId: z.string().nullable(),
  }),
);

/**
 * Answers about a pair: it stands until another answer or an undo, and joins or parts clusters once both articles are
 * finished. A repeat of a command changes nothing. Throws notFound, forbidden, conflict `stale-revision` (somebody answered
 * meanwhile; with what stands), `command-reused`.
 */
export async function judgePair(
  actor: Actor,
  place: { slug: string; pairId: string },
  input: JudgeInput,
  tx?: Tx,
): Promise<JudgedPair> {
  return inTransaction(tx, async (tx) => {
    const pair = await requirePair(actor, place, tx);
    const repeat = await findCommand(tx, input.commandId);
    if (repeat) return answerRepeat(repeat, actor, pair, { verdict: input.verdict, undoesId: null });
    if (pair.revision !== input.revision)
      throw conflict("stale-revision", "Somebody else has judged this pair meanwhile.", {
        current: { verdict: pair.verdict, revision: pair.revision },
      });
    return write(actor, pair, { id: input.commandId, verdict: input.verdict, undoesId: null }, tx);
  });
}

/**
 * Takes one's own answer back, which must be the last about its pair: what stood before stands again. A repeat changes
 * nothing. Throws notFound, forbidden, conflict `not-the-last`, `command-reused`.
 */
export async function undoVerdict(
  actor: Actor,
  place: { slug: string; pairId: string },
  input: UndoInput,
  tx?: Tx,
): Promise<JudgedPair> {
  return inTransaction(tx, async (tx) => {
    const pair = await requirePair(actor, place, tx);
    const repeat = await findCommand(tx, input.commandId);
    if (repeat) return answerRepeat(repeat, actor, pair, { undoesId: input.undoesId });
    const [last, before] = await tx.pairVerdict.findMany({
      where: { pairId: pair.id },
      orderBy: { number: "desc" },
      take: 2,
      select: { id: true, number: true, byId: true, at: true, verdict: true, undoesId: true },
    });
    if (last?.id !== input.undoesId || last.byId !== actor.userId)
      throw conflict("not-the-last", "This answer cannot be taken back: there is another after it.");
    const verdict = pairVerdicts.find((one) => one === before?.verdict) ?? null;
    const answer = { id: input.commandId, verdict, undoesId: input.undoesId };
    return write(actor, pair, answer, tx, before && (await giverOf(before, pair.id, tx)));
  });
}

type Given = { byId: string; at: Date };

/** Who gave an answer that stands again, and when: an undo only brought it back. */
async function giverOf(
  row: Given & { number: bigint; verdict: string | null; undoesId: string | null },
  pairId: string,
  tx: Tx,
): Promise<Given> {
  if (row.undoesId === null) return row;
  const given = await tx.pairVerdict.findFirst({
    where: {
      pairId,
      number: { lt: row.number },
      undoesId: null,
      verdict: row.verdict,
      id: { not: row.undoesId },
    },
    orderBy: { number: "desc" },
    select: { byId: true, at: true },
  });
  return given ?? row;
}

async function requirePair(
  actor: Actor,
  { slug, pairId }: { slug: string; pairId: string },
  tx: Tx,
): Promise<Pair> {
  const { projectId } = await requireProject(actor, slug, "review.decide", tx);
  if (!z.uuid().safeParse(pairId).success) throw notFound();
  // The lock comes first, so that what is read is what the one before has left.
  await tx.$queryRaw`SELECT 1 FROM "PassagePair" WHERE "id" = ${pairId}::uuid AND "projectId" = ${projectId}::uuid FOR UPDATE`;
  const pair = pairRows.parse(
    await tx.$queryRaw`
      SELECT p."id", p."revision", p."verdict", p."projectId", p."articleA", p."articleB"
        FROM seen_pairs(${actor.userId}::uuid) p WHERE p."id" = ${pairId}::uuid AND p."projectId" = ${projectId}::uuid`,
  )[0];
  if (!pair) throw notFound();
  return pair;
}

async function findCommand(tx: Tx, id: string) {
  return repeatRows.parse(
    await tx.$queryRaw`SELECT "pairId", "byId", "verdict", "undoesId" FROM "PairVerdict" WHERE "id" = ${id}::uuid`,
  )[0];
}

function answerRepeat(
  repeat: z.infer<typeof repeatRows>[number],
  actor: Actor,
  pair: Pair,
  wanted: { verdict?: PairVerdictCode; undoesId: string | null },
): JudgedPair {
  const isSame =
    repeat.pairId === pair.id &&
    repeat.byId === actor.userId &&
    repeat.undoesId === wanted.undoesId &&
    (wanted.verdict === undefined || repeat.verdict === wanted.verdict);
  if (!isSame) throw conflict("command-reused", "This command was used for something else.");
  return { id: pair.id, revision: pair.revision, verdict: pair.verdict };
}

async function write(
  actor: Actor,
  pair: Pair,
  answer: { id: string; verdict: PairVerdictCode | null; undoesId: string | null },
  tx: Tx,
  given: Given = { byId: actor.userId, at: new Date() },
): Promise<JudgedPair> {
  const { id: pairId, projectId } = pair;
  await tx.pairVerdict.create({ data: { ...answer, pairId, projectId, byId: actor.userId } });
  const isJudged = answer.verdict !== null;
  const changed = await tx.passagePair.update({
    where: { id: pairId },
    data: {
      verdict: answer.verdict,
      judgedById: isJudged ? given.byId : null,
      judgedAt: isJudged ? given.at : null,
      revision: { increment: 1 },
    },
    select: { revision: true },
  });
  await recordEvents(tx, [
    {
      type: answer.undoesId ? "pair.undone" : "pair.judged",
      actorId: actor.userId,
      projectId,
      subjectId: pairId,
      commandId: answer.id,
      payload: { verdict: answer.verdict, articles: [pair.articleA, pair.articleB] },
    },
  ]);
  return { id: pairId, revision: changed.revision, verdict: answer.verdict };
}
