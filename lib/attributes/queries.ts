import "server-only";
import { z } from "zod";
import { requireProject } from "@/lib/access";
import { effectsOf, refuseSuccession } from "@/lib/attributes/changes";
import {
  type AttributeDefinition,
  type AttributeDraft,
  type AttributePreview,
  type AttributeVersionDto,
  attributeDefinition,
  attributeDefinitions,
} from "@/lib/attributes/schema";
import { canonicalJson } from "@/lib/canonical-json";
import { db, type Tx } from "@/lib/db";
import { notFound } from "@/lib/errors";
import type { Actor } from "@/lib/policy";

/** The draft of a project's own attributes, for its managers; throws notFound, forbidden. */
export async function getAttributeDraft(actor: Actor, slug: string, tx: Tx = db()): Promise<AttributeDraft> {
  const { projectId } = await requireProject(actor, slug, "project.settings", tx);
  return readAttributeDraft(tx, projectId);
}

/** The draft of a project whose access has been checked. */
export async function readAttributeDraft(tx: Tx, projectId: string): Promise<AttributeDraft> {
  const project = await tx.project.findUnique({
    where: { id: projectId },
    select: { attributeDraft: true, revision: true, kinds: true },
  });
  if (!project) throw notFound();
  const definitions = attributeDefinitions.parse(project.attributeDraft);
  const newest = await newestAttributes(tx, projectId);
  const isPublished = canonicalJson(definitions) === canonicalJson(newest?.definitions ?? []);
  return { kinds: project.kinds, definitions, revision: project.revision, newest, isPublished };
}

const eachDefinitions = z.array(z.object({ definitions: z.array(attributeDefinition) }));

/** Every attribute that marks of a project whose access has been checked may have: its own newest, and those that came in with layers. */
export async function readDefinitions(tx: Tx, projectId: string): Promise<AttributeDefinition[]> {
  const rows = await tx.$queryRaw`
    SELECT DISTINCT l."importedFrom" -> 'attributeVersion' -> 'definitions' AS definitions
      FROM "Layer" l
     WHERE l."projectId" = ${projectId}::uuid AND l."kind" = 'imported' AND l."importedFrom" -> 'attributeVersion' IS NOT NULL`;
  const own = await newestAttributes(tx, projectId);
  return [
    ...(own?.definitions ?? []),
    ...eachDefinitions.parse(rows).flatMap(({ definitions }) => definitions),
  ];
}

/** The newest published attributes of a project whose access has been checked; null before the first. */
export async function newestAttributes(tx: Tx, projectId: string): Promise<AttributeVersionDto | null> {
  const row = await tx.attributeVersion.findFirst({ where: { projectId }, orderBy: { number: "desc" } });
  if (!row) return null;
  const by = await tx.user.findUnique({ where: { id: row.publishedById }, select: { name: true } });
  return {
    id: row.id,
    number: row.number,
    note: row.note,
    publishedAt: row.publishedAt.toISOString(),
    publishedBy: by?.name ?? "",
    definitions: attributeDefinitions.parse(row.definitions),
  };
}

const definitionRows = z.array(z.object({ definitions: attributeDefinitions }));

/** The definitions of the newest published attributes of a project that the actor sees; none before the first. */
export async function listAttributes(
  actor: Actor,
  slug: string,
  tx: Tx = db(),
): Promise<AttributeDefinition[]> {
  const { projectId } = await requireProject(actor, slug, "project.view", tx);
  return readAttributes(tx, projectId);
}

/** The same of a project whose access has been checked. */
export async function readAttributes(tx: Tx, projectId: string): Promise<AttributeDefinition[]> {
  const rows = await tx.$queryRaw`
    SELECT v."definitions" FROM "AttributeVersion" v WHERE v."projectId" = ${projectId}::uuid ORDER BY v."number" DESC LIMIT 1`;
  return definitionRows.parse(rows)[0]?.definitions ?? [];
}

const countRows = z.tuple([z.object({ open: z.number(), submitted: z.number(), finished: z.number() })]);

/** What publishing the saved draft would do to the articles that are there; changes nothing. Throws notFound, forbidden. */
export async function previewAttributes(
  actor: Actor,
  slug: string,
  tx: Tx = db(),
): Promise<AttributePreview> {
  const { projectId } = await requireProject(actor, slug, "project.settings", tx);
  const draft = await readAttributeDraft(tx, projectId);
  const before = draft.newest?.definitions ?? [];
  const [counts] = countRows.parse(
    await tx.$queryRaw`
      SELECT count(*) FILTER (WHERE a."state" = 'open')::int AS "open",
             count(*) FILTER (WHERE a."state" IN ('review', 'reviewing'))::int AS "submitted",
             count(*) FILTER (WHERE a."state" = 'done')::int AS "finished"
        FROM "Article" a WHERE a."projectId" = ${projectId}::uuid AND a."withdrawnAt" IS NULL`,
  );
  return {
    effects: effectsOf(before, draft.definitions, counts),
    refusal: refuseSuccession(before, draft.definitions)?.message ?? null,
  };
}
