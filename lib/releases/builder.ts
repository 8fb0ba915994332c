import "server-only";
import { z } from "zod";
import { requireProject } from "@/lib/access";
import { db, pool } from "@/lib/db";
import { articlesSql, scopeValues } from "@/lib/exports/page-sql";
import { previewExport } from "@/lib/exports/queries";
import type { Actor } from "@/lib/policy";
import { makeNotes } from "@/lib/releases/notes";
import type { BuilderDto, PublisherTerms, ReleaseOptions } from "@/lib/releases/schema";
import { greatestVersion, nextVersion } from "@/lib/releases/semver";
import type { TrialDto } from "@/lib/releases/trial-schema";
import { findTrial } from "@/lib/releases/trials";

/** Publishers that the builder names; a release's file names all. */
const mostPublishers = 40;

const publisherRows = z.array(
  z.object({
    id: z.string().nullable(),
    name: z.string().nullable(),
    licence: z.string(),
    articles: z.number(),
    ownTerms: z.number(),
  }),
);
const languageRows = z.array(z.object({ language: z.string() }));

/** What would leave the house with these choices, before it is built. Throws notFound, forbidden. */
export async function previewRelease(
  actor: Actor,
  slug: string,
  options: ReleaseOptions,
): Promise<BuilderDto & { trial: TrialDto | null }> {
  const { projectId } = await requireProject(actor, slug, "dataset.export");
  const { filter } = options;
  const preview = await previewExport(actor, slug, filter);
  const project = await db().project.findUniqueOrThrow({ where: { id: projectId } });
  const publishers = await readPublishers(actor, projectId, options);
  const unnarrowed = { ...options, filter: { ...filter, sources: [] } };
  const all = filter.sources.length === 0 ? publishers : await readPublishers(actor, projectId, unnarrowed);
  const offered = all
    .slice(0, mostPublishers)
    .flatMap(({ source, articles }) => (source ? [{ ...source, articles }] : []));
  const languages = languageRows.parse(
    await db().$queryRaw`
      SELECT DISTINCT a."language" FROM seen_articles(${actor.userId}::uuid) a
       WHERE a."projectId" = ${projectId}::uuid AND a."language" IS NOT NULL ORDER BY a."language" LIMIT 100`,
  );
  const releases = await db().datasetRelease.findMany({
    where: { projectId, state: { not: "failed" } },
    orderBy: { number: "desc" },
    select: { name: true, version: true },
    take: 200,
  });
  const suggestedName = releases[0]?.name ?? project.name.slice(0, 120);
  const versions = releases.filter(({ name }) => name === suggestedName).map(({ version }) => version);
  const agreement = await db().agreementReport.count({ where: { projectId, computedAt: { not: null } } });
  return {
    preview,
    licences: publishers.slice(0, mostPublishers),
    isMoreLicences: publishers.length > mostPublishers,
    languages: languages.map(({ language }) => language),
    names: [...new Set(releases.map(({ name }) => name))],
    suggestedName,
    suggestedVersion: nextVersion(greatestVersion(versions)),
    notes: makeNotes(project, preview, options),
    hasAgreement: agreement > 0,
    publishers: offered,
    isMorePublishers: all.length > mostPublishers,
    trial: await findTrial(actor, projectId, options),
  };
}

async function readPublishers(
  actor: Actor,
  projectId: string,
  { filter }: ReleaseOptions,
): Promise<PublisherTerms[]> {
  const { rows } = await pool().query(
    `SELECT p."id", p."name", coalesce(p."licence", '') AS licence, sum(g.articles)::int AS articles, sum(g.own)::int AS "ownTerms"
       FROM (SELECT a."publisherId", count(*) AS articles, count(*) FILTER (WHERE a."licence" <> '') AS own
               FROM (${articlesSql}) a WHERE $7::text[] IS NOT NULL AND $8::boolean IS NOT NULL GROUP BY a."publisherId") g
       LEFT JOIN "Source" p ON p."id" = canonical_source(g."publisherId")
      GROUP BY p."id", p."name", p."licence" ORDER BY sum(g.articles) DESC, p."name" LIMIT ${mostPublishers + 1}`,
    scopeValues({ viewerId: actor.userId, projectId, filter }),
  );
  return publisherRows.parse(rows).map(({ id, name, licence, articles, ownTerms }) => ({
    source: id !== null && name !== null ? { id, name } : null,
    licence,
    articles,
    ownTerms,
  }));
}
