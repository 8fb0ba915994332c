import "server-only";
import { z } from "zod";
import { projectRole } from "@/lib/access";
import { bootstrapInterval } from "@/lib/agreement/bootstrap";
import { differencesOf, isDifference } from "@/lib/agreement/differences";
import { type Gamma, gammaOf } from "@/lib/agreement/gamma";
import { undefinedBecause } from "@/lib/agreement/measured";
import type { OwnMeasure } from "@/lib/agreement/own-agreement";
import { continuumOf, kindReport } from "@/lib/agreement/pair-report";
import { ownMeasures } from "@/lib/attributes/measures";
import { readAttributes } from "@/lib/attributes/queries";
import { db, inLongTransaction } from "@/lib/db";
import { type Actor, can } from "@/lib/policy";
import { measuresOf } from "@/lib/project-agreement/measures";
import { pairIdOf } from "@/lib/project-agreement/pair-id";
import { countReasons, tallyOf } from "@/lib/project-agreement/parts";
import type { MeasureDto, MonthDto, Summary } from "@/lib/project-agreement/schema";
import { type ComparedArticle, type ComparedPair, readPairs } from "@/lib/review/compared-pairs";

/** γ over more marks than this keeps a processor for minutes: the pages leave it out, which they say. */
const MOST_GAMMA_MARKS = 1_000;
/** The same figures whenever the same work is computed. */
const SEED = 1;
const COMMONEST = 5;

export type WantedReport = { id: string; projectId: string; viewerId: string | null };

type Figure = {
  pairId: string;
  firstId: string;
  secondId: string | null;
  kind: string;
  articles: number;
  a: number;
  b: number;
  exact: number;
  overlap: number;
  f1: number | null;
  low: number | null;
  high: number | null;
  measures: MeasureDto[];
  reasons: Record<string, number>;
  months: MonthDto[];
};

const snapshotRows = z.tuple([z.object({ snapshot: z.string(), at: z.date() })]);

/**
 * Computes every measure of a project for everybody, or for one viewer from what that person may compare, and stores them
 * in one transaction; the old figures stand until then. A viewer who may not see agreement loses the report. `rest` is
 * awaited between steps.
 */
export async function computeReport(
  { id, projectId, viewerId }: WantedReport,
  rest: () => Promise<void>,
): Promise<void> {
  const begun = performance.now();
  // What is committed after this is not certain to be in the figures, whatever is read below.
  const [{ snapshot, at }] = snapshotRows.parse(
    await db().$queryRaw`SELECT pg_current_snapshot()::text AS snapshot, now() AS at`,
  );
  await db().agreementReport.update({
    where: { id },
    data: { wantedAt: null, startedAt: at, done: 0, total: 0, hasFailed: false },
  });
  const viewer: Actor | null =
    viewerId === null ? null : { userId: viewerId, name: "", isAdmin: false, sessionId: null };
  const role = viewer ? await projectRole(viewer, projectId) : "manager";
  if (!can(role, "agreement.own")) {
    await db().agreementReport.delete({ where: { id } });
    return;
  }
  const isOwnOnly = !can(role, "agreement.view");
  const { kinds } = await db().project.findUniqueOrThrow({
    where: { id: projectId },
    select: { kinds: true },
  });
  const definitions = await readAttributes(db(), projectId);
  const pairs = (await readPairs(viewer, projectId, { rest })).filter(
    ({ firstId, secondId }) => !isOwnOnly || firstId === viewerId || secondId === viewerId,
  );
  const total = pairs.length * kinds.length;
  const figures: Figure[] = [];
  for (const pair of pairs)
    for (const kind of kinds) {
      figures.push(await figureOf(projectId, pair, kind, ownMeasures(definitions, kind)));
      await rest();
      await db().agreementReport.update({ where: { id }, data: { done: figures.length, total } });
    }
  const summary = summaryOf(kinds, pairs, figures);
  const articles = new Set(pairs.flatMap((pair) => pair.articles.map(({ articleId }) => articleId))).size;
  await inLongTransaction(async (tx) => {
    await tx.agreementFigure.deleteMany({ where: { reportId: id } });
    for (const figure of figures) await tx.agreementFigure.create({ data: { ...figure, reportId: id } });
    await tx.agreementReport.update({
      where: { id },
      data: {
        computedAt: at,
        snapshot,
        durationMs: Math.round(performance.now() - begun),
        articles,
        isOwnOnly,
        summary,
        startedAt: null,
      },
    });
  });
}

async function figureOf(
  projectId: string,
  pair: ComparedPair,
  kind: string,
  measures: readonly OwnMeasure[],
): Promise<Figure> {
  const { firstId, secondId, articles } = pair;
  const report = kindReport(kind, articles, SEED, measures);
  const { exact, overlap } = report.spans;
  return {
    pairId: pairIdOf(projectId, firstId, secondId),
    firstId,
    secondId,
    kind,
    articles: articles.length,
    a: exact.a,
    b: exact.b,
    exact: exact.matched,
    overlap: overlap.matched,
    f1: exact.f1.value,
    low: exact.interval.low,
    high: exact.interval.high,
    measures: measuresOf(report, await gammaOfPair(kind, articles)),
    reasons: countReasons(articles.flatMap((article) => differencesOf(kind, article))),
    months: monthsOf(kind, [pair]),
  };
}

async function gammaOfPair(kind: string, articles: readonly ComparedArticle[]): Promise<Gamma> {
  const continuum = continuumOf(kind, articles);
  if (continuum.flat().length <= MOST_GAMMA_MARKS) return gammaOf(continuum, { seed: SEED });
  return {
    gamma: undefinedBecause(
      `there are more than ${MOST_GAMMA_MARKS} marks (sourcebench agreement --project computes it)`,
    ),
    observed: null,
    expected: null,
    isExact: false,
    between: null,
    samples: 0,
  };
}

type Counts = { matched: number; a: number; b: number };

/** By the month in which an article had been handed in by all, oldest first: exact F1 with an interval over its articles. */
function monthsOf(kind: string, pairs: readonly ComparedPair[]): MonthDto[] {
  const months = new Map<string, Map<string, Counts>>();
  for (const article of pairs.flatMap((pair) => pair.articles)) {
    const month = article.readyAt?.toISOString().slice(0, 7);
    if (month === undefined) continue;
    const own = months.get(month) ?? new Map<string, Counts>();
    const before = own.get(article.articleId) ?? { matched: 0, a: 0, b: 0 };
    const { exact, a, b } = tallyOf(kind, article);
    own.set(article.articleId, { matched: before.matched + exact, a: before.a + a, b: before.b + b });
    months.set(month, own);
  }
  return [...months]
    .toSorted(([x], [y]) => (x < y ? -1 : 1))
    .map(([month, articles]) => {
      const counts = [...articles.values()];
      const { low, high } = bootstrapInterval(counts, (sample) => f1Of(sumOf(sample)), { seed: SEED });
      const sum = sumOf(counts);
      return { month, articles: counts.length, ...sum, f1: f1Of(sum), low, high };
    });
}

function sumOf(counts: readonly Counts[]): Counts {
  const sum = { matched: 0, a: 0, b: 0 };
  for (const { matched, a, b } of counts) {
    sum.matched += matched;
    sum.a += a;
    sum.b += b;
  }
  return sum;
}

function f1Of({ matched, a, b }: Counts): number | null {
  return a + b === 0 ? null : (2 * matched) / (a + b);
}

/** Over all pairs of people: months, and the commonest differences of any pair. */
function summaryOf(
  kinds: readonly string[],
  pairs: readonly ComparedPair[],
  figures: readonly Figure[],
): Summary {
  const people = pairs.filter(({ secondId }) => secondId !== null);
  return Object.fromEntries(
    kinds.map((kind) => {
      const commonest = figures
        .filter((figure) => figure.kind === kind && figure.secondId !== null)
        .flatMap(({ pairId, reasons }) =>
          Object.entries(reasons)
            .filter(([reason]) => isDifference(reason))
            .map(([reason, count]) => ({ pairId, reason, count })),
        )
        .toSorted((x, y) => y.count - x.count)
        .slice(0, COMMONEST);
      return [kind, { months: monthsOf(kind, people), commonest }] as const;
    }),
  );
}
