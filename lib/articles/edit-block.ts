import "server-only";
import { z } from "zod";
import { requireArticle } from "@/lib/access";
import { type BlockDto, blockSchema, type EditBlockInput } from "@/lib/articles/text-schema";
import { recordEvents } from "@/lib/audit";
import { inTransaction, type Tx } from "@/lib/db";
import { badInput, conflict, notFound } from "@/lib/errors";
import type { Actor } from "@/lib/policy";

const rowSchema = blockSchema.extend({ versionId: z.string(), projectId: z.string() });
type Row = z.infer<typeof rowSchema>;

/**
 * Changes a block's kind, splits it before the code point `at`, or merges it with the next one; returns all blocks of
 * the version. Throws 404; 403 without `article.prepare`; 409 `stale-revision` (details: `theirs`, the block as it is)
 * when it is not as the caller saw it; 400 `split-outside-block`, `no-next-block`.
 */
export async function editBlock(
  actor: Actor,
  articleId: string,
  input: EditBlockInput,
  tx?: Tx,
): Promise<{ blocks: BlockDto[] }> {
  return inTransaction(tx, async (tx) => {
    const { projectId } = await requireArticle(actor, articleId, "article.prepare", tx);
    const rows = z.array(rowSchema).parse(
      await tx.$queryRaw`
        SELECT b."id", b."kind", b."start", b."end", b."versionId", b."projectId"
          FROM "Block" b
         WHERE b."versionId" = (SELECT o."versionId" FROM "Block" o JOIN "ArticleVersion" v ON v."id" = o."versionId"
                                 WHERE o."id" = ${input.blockId}::uuid AND v."articleId" = ${articleId}::uuid)
         ORDER BY b."start" FOR UPDATE`,
    );
    const place = rows.findIndex((row) => row.id === input.blockId);
    const block = rows[place];
    if (!block) throw notFound();
    const { seen } = input;
    if (block.kind !== seen.kind || block.start !== seen.start || block.end !== seen.end)
      throw conflict("stale-revision", "Somebody changed this block in the meantime.", {
        theirs: toDto(block),
      });
    const changed = await apply(tx, input, block, rows[place + 1]);
    await recordEvents(tx, [
      {
        type: changed.type,
        actorId: actor.userId,
        projectId,
        articleId,
        subjectId: block.id,
        payload: { versionId: block.versionId, before: toDto(block), after: changed.after },
      },
    ]);
    const now = await tx.$queryRaw`
      SELECT "id", "kind", "start", "end" FROM "Block" WHERE "versionId" = ${block.versionId}::uuid ORDER BY "start"`;
    return { blocks: z.array(blockSchema).parse(now) };
  });
}

async function apply(
  tx: Tx,
  input: EditBlockInput,
  block: Row,
  next: Row | undefined,
): Promise<{ type: string; after: unknown }> {
  const { id, versionId, projectId, end } = block;
  if (input.op === "kind") {
    await tx.block.update({ where: { id }, data: { kind: input.kind } });
    return { type: "block.changed", after: { ...toDto(block), kind: input.kind } };
  }
  if (input.op === "split") {
    if (input.at <= block.start || input.at >= end)
      throw badInput("split-outside-block", "Put the cursor inside the block that is to be split.");
    await tx.block.update({ where: { id }, data: { end: input.at } });
    const made = await tx.block.create({
      data: { versionId, projectId, kind: input.kind, start: input.at, end },
    });
    return { type: "block.split", after: [{ ...toDto(block), end: input.at }, toDto(blockOf(made))] };
  }
  if (!next) throw badInput("no-next-block", "This is the last block: there is none to merge it with.");
  await tx.block.delete({ where: { id: next.id } });
  await tx.block.update({ where: { id }, data: { end: next.end } });
  return { type: "block.merged", after: { ...toDto(block), end: next.end } };
}

function blockOf(row: { id: string; kind: string; start: number; end: number }): BlockDto {
  return blockSchema.parse(row);
}

function toDto({ id, kind, start, end }: BlockDto): BlockDto {
  return { id, kind, start, end };
}
