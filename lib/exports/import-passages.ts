import "server-only";
import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Tx } from "@/lib/db";
import type { WaitingLink } from "@/lib/exports/import-layer";
import { toStoredPassage } from "@/lib/formats/raw-offsets";
import type { ExportedPassage } from "@/lib/formats/sourcebench-jsonl-schema";
import { offsetMapSchema } from "@/lib/text/offset-map-schema";

const versionRows = z.array(z.object({ id: z.string() }));

/**
 * Stores a reuse link and its passage, the twin re-pointed to the version that the file's version became (`versions`),
 * or to one of the project with the same text. Stores nothing and answers false where neither is there.
 */
export async function storeWaitingLink(
  tx: Tx,
  projectId: string,
  { id, layerId, annotationId, link }: WaitingLink,
  versions: ReadonlyMap<string, string>,
  isRaw: boolean,
): Promise<boolean> {
  const versionId = await findVersion(tx, projectId, link.passage, versions);
  if (versionId === null && link.passage.version !== null) return false;
  const passage = versionId && isRaw ? await fromRaw(tx, link.passage, versionId) : link.passage;
  const passageId = randomUUID();
  const { url, quote } = passage;
  await tx.passage.create({ data: { id: passageId, projectId, versionId, url, quote } });
  if (versionId)
    await tx.passageSpan.createMany({
      data: passage.spans.map(({ start, end, quote }) => ({ passageId, versionId, start, end, quote })),
    });
  const { degree, direction, evidence, lost, state, revision, createdAt } = link;
  await tx.reuseLink.create({
    data: {
      id,
      layerId,
      projectId,
      annotationId,
      passageId,
      degree,
      direction,
      evidence,
      lost,
      state,
      revision,
      createdAt,
    },
  });
  return true;
}

/** The version of the project that a file's version became, or that has its text; null where there is none. */
export async function findVersion(
  tx: Tx,
  projectId: string,
  passage: Pick<ExportedPassage, "version" | "sha256">,
  versions: ReadonlyMap<string, string>,
): Promise<string | null> {
  if (passage.version === null) return null;
  const known = versions.get(passage.version);
  if (known) return known;
  const rows = await tx.$queryRaw`
    SELECT v."id" FROM "ArticleVersion" v JOIN "Article" a ON a."id" = v."articleId"
     WHERE v."projectId" = ${projectId}::uuid AND v."textSha256" = decode(${passage.sha256}, 'hex') AND a."withdrawnAt" IS NULL
     ORDER BY a."number", v."number" LIMIT 1`;
  return versionRows.parse(rows)[0]?.id ?? null;
}

async function fromRaw(tx: Tx, passage: ExportedPassage, versionId: string): Promise<ExportedPassage> {
  const version = await tx.articleVersion.findUniqueOrThrow({
    where: { id: versionId },
    select: { text: true, offsetMap: true },
  });
  return toStoredPassage(passage, version.text, offsetMapSchema.parse(version.offsetMap));
}
