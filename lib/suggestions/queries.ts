import "server-only";
import { z } from "zod";
import { requireProject } from "@/lib/access";
import { db, type Tx } from "@/lib/db";
import { notFound } from "@/lib/errors";
import { objectInput, spanSchema } from "@/lib/layers/schema";
import { decodeCursor, makePage, type Page } from "@/lib/page";
import { type Actor, can } from "@/lib/policy";
import {
  type LayerSuggestions,
  type SuggestionRunDto,
  suggestionTally,
  suggestionViews,
} from "@/lib/suggestions/schema";
import { annotationKinds } from "@/lib/vocabulary";
import { Prisma } from "@/prisma/generated/client";

const layerRows = z.array(
  z.object({
    projectId: z.string(),
    role: z.string(),
    isAnnotated: z.boolean(),
    view: z.enum(suggestionViews),
    firstPassAt: z.date().nullable(),
  }),
);
const offeredRows = z.array(
  z.object({
    id: z.string(),
    producer: z.string(),
    version: z.string(),
    score: z.number().nullable(),
    kind: z.enum(annotationKinds),
    attributes: z.record(z.string(), z.json()),
    nestedInId: z.string().nullable(),
    spans: z.array(spanSchema),
    links: z.array(objectInput),
  }),
);

/**
 * What programs suggest for a layer that the actor annotates, in reading order, answered ones too (the layer itself says
 * which); empty for any other layer, and on calibration and gold articles, which look like ones without suggestions.
 * Throws notFound.
 */
export async function getLayerSuggestions(
  actor: Actor,
  layerId: string,
  tx: Tx = db(),
): Promise<LayerSuggestions> {
  if (!z.uuid().safeParse(layerId).success) throw notFound();
  const layer = layerRows.parse(
    await tx.$queryRaw`
      SELECT l."projectId", project_role(${actor.userId}::uuid, l."projectId") AS role,
             l."kind" = 'shared' OR (l."kind" IN ('person', 'measured') AND l."ownerId" = ${actor.userId}::uuid) AS "isAnnotated",
             p."showSuggestions" AS view, l."firstPassAt"
        FROM seen_layers(${actor.userId}::uuid) l JOIN "Project" p ON p."id" = l."projectId" WHERE l."id" = ${layerId}::uuid`,
  )[0];
  if (!layer) throw notFound();
  if (layer.view === "never" || !layer.isAnnotated || !can(layer.role, "layer.annotate"))
    return { showing: "off", items: [] };
  if (layer.view === "after-first-pass" && !layer.firstPassAt)
    return { showing: "after-first-pass", items: [] };
  const items = offeredRows.parse(
    await tx.$queryRaw`
      SELECT s."id", r."producer", r."version", s."score", s."kind"::text, s."attributes", s."nestedInId", s."links", p.spans
        FROM offered_suggestions(${layerId}::uuid) s
        JOIN "SuggestionRun" r ON r."id" = s."runId"
        JOIN "Project" j ON j."id" = s."projectId" AND s."kind"::text = ANY (j."kinds")
       CROSS JOIN LATERAL (
         SELECT jsonb_agg(jsonb_build_object('role', p."role", 'start', p."start", 'end', p."end", 'quote', p."quote")
                  ORDER BY p."start", p."end", p."role") AS spans, min(p."start") AS start
           FROM "SuggestionSpan" p WHERE p."suggestionId" = s."id") p
       ORDER BY p.start, s."id"`,
  );
  return { showing: "shown", items };
}

const runRows = z.array(
  z.object({
    id: z.string(),
    producer: z.string(),
    version: z.string(),
    createdAt: z.date(),
    createdBy: z.string(),
    withdrawnAt: z.date().nullable(),
    batchId: z.string().nullable(),
    tallies: z.array(suggestionTally),
  }),
);

const RUNS_AT_ONCE = 20;

/**
 * Runs of a project, newest first. What was answered is stored of layers that were handed in; answers on articles to which
 * the actor is still blind are taken off it. Throws notFound, forbidden, badInput `bad-cursor`.
 */
export async function listSuggestionRuns(
  actor: Actor,
  slug: string,
  filter: { cursor?: string | null } = {},
  tx: Tx = db(),
): Promise<Page<SuggestionRunDto>> {
  const { projectId } = await requireProject(actor, slug, "suggestion.manage", tx);
  const cursor = decodeCursor(z.tuple([z.iso.datetime(), z.uuid()]), filter.cursor);
  const isBackward = cursor?.side === "before";
  const from = cursor
    ? Prisma.sql`AND (r."createdAt", r."id") ${isBackward ? Prisma.sql`>` : Prisma.sql`<`} (${cursor.key[0]}::timestamptz, ${cursor.key[1]}::uuid)`
    : Prisma.empty;
  const order = isBackward ? Prisma.sql`ASC` : Prisma.sql`DESC`;
  const rows = runRows.parse(
    await tx.$queryRaw`
      WITH hidden AS (
        SELECT * FROM answer_counts(ARRAY(
          SELECT l."id" FROM blind_articles(${actor.userId}::uuid) b(id) JOIN "Layer" l ON l."articleId" = b.id
           WHERE l."projectId" = ${projectId}::uuid AND counts_answers(l)))
      )
      SELECT r."id", r."producer", r."version", r."createdAt", u."name" AS "createdBy", r."withdrawnAt", r."batchId", coalesce((
               SELECT jsonb_agg(jsonb_build_object('kind', t."kind", 'band', t."band", 'total', t."total",
                        'accepted', t."accepted" - coalesce(h.accepted, 0), 'amended', t."amended" - coalesce(h.amended, 0),
                        'rejected', t."rejected" - coalesce(h.rejected, 0)) ORDER BY t."kind", t."band" DESC)
                 FROM "SuggestionTally" t
                 LEFT JOIN hidden h ON h."runId" = t."runId" AND h."kind" = t."kind" AND h."band" = t."band"
                WHERE t."runId" = r."id"), '[]') AS tallies
        FROM "SuggestionRun" r JOIN "User" u ON u."id" = r."createdById"
       WHERE r."projectId" = ${projectId}::uuid ${from}
       ORDER BY r."createdAt" ${order}, r."id" ${order} LIMIT ${RUNS_AT_ONCE + 1}`,
  );
  const runs = rows.map(({ createdAt, withdrawnAt, ...run }) => ({
    ...run,
    createdAt: createdAt.toISOString(),
    withdrawnAt: withdrawnAt?.toISOString() ?? null,
  }));
  return makePage(runs, cursor, (run) => [run.createdAt, run.id], RUNS_AT_ONCE);
}
