import "server-only";
import { z } from "zod";
import { isDifference } from "@/lib/agreement/differences";
import { db } from "@/lib/db";
import { notFound } from "@/lib/errors";
import { decodeCursor } from "@/lib/page";
import { type Actor, can } from "@/lib/policy";
import {
  type AgreementAccess,
  openReport,
  type ReportAccess,
  requireAgreement,
} from "@/lib/project-agreement/access";
import { listArticleParts } from "@/lib/project-agreement/article-parts";
import { listPlaces, placeKey } from "@/lib/project-agreement/places";
import {
  type DisagreementDto,
  type MeasureDto,
  type MonthDto,
  measureSchema,
  monthSchema,
  type OverviewDto,
  type OverviewQuery,
  type PairDto,
  type PairPageDto,
  type PlacesDto,
  type pairQuery,
  type placesQuery,
  summarySchema,
} from "@/lib/project-agreement/schema";
import { describeReason, expandReason } from "@/lib/project-agreement/words";
import { Prisma } from "@/prisma/generated/client";

/** The overview draws at most so many pairs, those with the most articles; the table as CSV has all. */
export const mostPairs = 60;
const SAMPLES = 2;
const COMMONEST = 5;

const figureRows = z.array(
  z.object({
    pairId: z.string(),
    firstId: z.string(),
    firstName: z.string(),
    secondId: z.string().nullable(),
    secondName: z.string().nullable(),
    articles: z.number(),
    a: z.number(),
    b: z.number(),
    exact: z.number(),
    f1: z.number().nullable(),
    low: z.number().nullable(),
    high: z.number().nullable(),
    measures: z.array(measureSchema),
    reasons: z.record(z.string(), z.number()),
    months: z.array(monthSchema),
  }),
);
type FigureRow = z.infer<typeof figureRows>[number];

/** The stored figures of one kind in a report: pairs of people or against the final layer, or of one pair, most articles first. */
export async function readFigures(
  reportId: string | null,
  kind: string,
  which: { against: boolean } | { pairId: string },
  limit: number,
): Promise<FigureRow[]> {
  if (reportId === null) return [];
  const condition =
    "pairId" in which
      ? Prisma.sql`f."pairId" = ${which.pairId}::uuid`
      : which.against
        ? Prisma.sql`f."secondId" IS NULL`
        : Prisma.sql`f."secondId" IS NOT NULL`;
  return figureRows.parse(
    await db().$queryRaw`
      SELECT f."pairId", f."firstId", u."name" AS "firstName", f."secondId", v."name" AS "secondName", f."articles",
             f."a", f."b", f."exact", f."f1", f."low", f."high", f."measures", f."reasons", f."months"
        FROM "AgreementFigure" f
        JOIN "User" u ON u."id" = f."firstId"
        LEFT JOIN "User" v ON v."id" = f."secondId"
       WHERE f."reportId" = ${reportId}::uuid AND f."kind" = ${kind} AND ${condition}
       ORDER BY f."articles" DESC, f."pairId" LIMIT ${limit}`,
  );
}

/** A stored figure as pages draw it, its people named as the viewer may know them. */
export function toPair(row: FigureRow, { nameOf }: AgreementAccess): PairDto {
  const find = (id: string) => row.measures.find((one) => one.id === id) ?? null;
  return {
    pairId: row.pairId,
    first: nameOf(row.firstId, row.firstName),
    second: row.secondId === null ? "the final layer" : nameOf(row.secondId, row.secondName ?? "Somebody"),
    isFinal: row.secondId === null,
    articles: row.articles,
    a: row.a,
    b: row.b,
    exact: row.exact,
    f1: row.f1,
    low: row.low,
    high: row.high,
    sameKind: find("kind-share") ?? find("attributionType-share") ?? find("degree-share"),
    labelled: find("labelled-exact"),
  };
}

function kindOf(access: AgreementAccess, asked: string | undefined): string {
  const kind = access.kinds.find((one) => one === asked) ?? access.kinds[0];
  if (kind === undefined) throw notFound();
  return kind;
}

const countRows = z.tuple([z.object({ count: z.number() })]);

/** The opening page: sentences about each pair, commonest disagreements with their words, and what the plots draw. Throws notFound, forbidden. */
export async function getOverview(actor: Actor, slug: string, query: OverviewQuery): Promise<OverviewDto> {
  const access = await requireAgreement(actor, slug);
  const kind = kindOf(access, query.kind);
  const { reportId, summary, freshness } = await openReport(actor, access);
  const people = await readFigures(reportId, kind, { against: false }, mostPairs + 1);
  const against = await readFigures(reportId, kind, { against: true }, mostPairs);
  const stored = summarySchema.parse(summary)[kind] ?? { months: [], commonest: [] };
  const disagreements: DisagreementDto[] = [];
  for (const one of stored.commonest) {
    const found = (await readFigures(reportId, kind, { pairId: one.pairId }, 1))[0];
    if (found) disagreements.push(await disagreementOf(actor, access, kind, toPair(found, access), one));
  }
  const [{ count }] = countRows.parse(
    await db().$queryRaw`
      SELECT count(*)::int AS count FROM (
        SELECT 1 FROM "AgreementArticle" WHERE "projectId" = ${access.projectId}::uuid LIMIT 100) x`,
  );
  return {
    kinds: access.kinds,
    kind,
    pairs: people.slice(0, mostPairs).map((row) => toPair(row, access)),
    isMore: people.length > mostPairs,
    against: against.map((row) => toPair(row, access)),
    months: stored.months,
    disagreements,
    freshness,
    waiting: count,
    canSet: can(access.role, "project.settings"),
    showsAgreement: access.showsAgreement,
  };
}

async function disagreementOf(
  actor: Actor,
  { projectId }: AgreementAccess,
  kind: string,
  pair: PairDto,
  { reason, count }: { reason: string; count: number },
): Promise<DisagreementDto> {
  const { items } = await listPlaces(
    actor,
    { projectId, pairId: pair.pairId, kind, reasons: [reason] },
    null,
    SAMPLES,
  );
  const sentence = describeReason(reason, pair.first, pair.second);
  return { pairId: pair.pairId, reason, sentence, count, places: items };
}

/** Whether a report may be read, and the pair's row in it; throws notFound for a pair that this viewer has no figures of. */
async function requirePair(
  actor: Actor,
  slug: string,
  pairId: string,
  asked: string | undefined,
): Promise<{ access: AgreementAccess; report: ReportAccess; kind: string; row: FigureRow }> {
  if (!z.uuid().safeParse(pairId).success) throw notFound();
  const access = await requireAgreement(actor, slug);
  const kind = kindOf(access, asked);
  const report = await openReport(actor, access);
  const row = (await readFigures(report.reportId, kind, { pairId }, 1))[0];
  if (!row) throw notFound();
  return { access, report, kind, row };
}

/** Everything about two people (or a person and the final layer) for one kind of mark. Throws notFound, forbidden. */
export async function getPair(
  actor: Actor,
  { slug, pairId, ...query }: { slug: string; pairId: string } & z.output<typeof pairQuery>,
): Promise<PairPageDto> {
  const { access, report, kind, row } = await requirePair(actor, slug, pairId, query.kind);
  const pair = toPair(row, access);
  const reasons = Object.entries(row.reasons)
    .map(([reason, count]) => ({
      reason,
      count,
      sentence: describeReason(reason, pair.first, pair.second),
      isDifference: isDifference(reason),
    }))
    .toSorted((x, y) => y.count - x.count);
  const disagreements: DisagreementDto[] = [];
  for (const one of reasons.filter((reason) => reason.isDifference).slice(0, COMMONEST))
    disagreements.push(await disagreementOf(actor, access, kind, pair, one));
  return {
    kinds: access.kinds,
    kind,
    pair,
    measures: row.measures,
    reasons,
    months: row.months,
    disagreements,
    articles: await listArticleParts(actor, { projectId: access.projectId, pairId, kind }, query.cursor),
    freshness: report.freshness,
  };
}

/** The words behind one number of a pair, keyset-paged. Throws notFound, forbidden, bad-cursor. */
export async function getPlaces(
  actor: Actor,
  {
    slug,
    pairId,
    kind: asked,
    reason,
    cursor,
  }: { slug: string; pairId: string } & z.output<typeof placesQuery>,
): Promise<PlacesDto> {
  const { access, kind, row } = await requirePair(actor, slug, pairId, asked);
  const pair = toPair(row, access);
  const reasons = expandReason(reason, Object.keys(row.reasons));
  const filter = { projectId: access.projectId, pairId, kind, reasons };
  const page = await listPlaces(actor, filter, decodeCursor(placeKey, cursor));
  return {
    ...{ kind, reason, pairId, first: pair.first, second: pair.second },
    sentence: describeReason(reason, pair.first, pair.second),
    ...page,
  };
}

/** What a table of CSV is made of; the rows of one part. Throws notFound, forbidden. */
export async function readTable(
  actor: Actor,
  slug: string,
  { kind: asked, pair: pairId }: { kind?: string; pair?: string },
): Promise<{ kind: string; pairs: PairDto[]; months: MonthDto[]; measures: MeasureDto[] }> {
  if (pairId !== undefined) {
    const { access, kind, row } = await requirePair(actor, slug, pairId, asked);
    return { kind, pairs: [toPair(row, access)], months: row.months, measures: row.measures };
  }
  const access = await requireAgreement(actor, slug);
  const kind = kindOf(access, asked);
  const { reportId, summary } = await openReport(actor, access);
  const rows = [
    ...(await readFigures(reportId, kind, { against: false }, 10_000)),
    ...(await readFigures(reportId, kind, { against: true }, 10_000)),
  ];
  const months = summarySchema.parse(summary)[kind]?.months ?? [];
  return { kind, pairs: rows.map((row) => toPair(row, access)), months, measures: [] };
}
