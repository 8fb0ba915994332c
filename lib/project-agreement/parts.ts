import "server-only";
import { z } from "zod";
import { differencesOf } from "@/lib/agreement/differences";
import { addArticle, type Tally } from "@/lib/agreement/pair-agreement";
import { db, inLongTransaction, type Tx } from "@/lib/db";
import { pairIdOf } from "@/lib/project-agreement/pair-id";
import { type ComparedArticle, type ComparedPair, readArticlePairs } from "@/lib/review/compared-pairs";
import { isComparable } from "@/lib/review/submitted-layers";

const noted = z.array(
  z.object({
    articleId: z.string(),
    projectId: z.string(),
    changedIn: z.bigint(),
    kinds: z.array(z.string()),
    number: z.bigint(),
    isCompared: z.boolean(),
  }),
);
type Noted = z.infer<typeof noted>[number];

/** The articles whose stored counts are stale, at most `limit`. */
export async function listStale(limit: number): Promise<Noted[]> {
  return noted.parse(
    await db().$queryRaw`
      SELECT x."articleId", x."projectId", x."changedIn", p."kinds", a."number", ${isComparable(null)} AS "isCompared"
        FROM "AgreementArticle" x
        JOIN "Article" a ON a."id" = x."articleId"
        JOIN "Project" p ON p."id" = x."projectId"
       WHERE x."isDirty" ORDER BY x."articleId" LIMIT ${limit}`,
  );
}

/**
 * Compares one article's layers anew and stores the counts and places of every two of them. Stays noted when something
 * changed meanwhile, and is then done again.
 */
export async function settleArticle(article: Noted): Promise<void> {
  const { articleId, projectId, number, kinds, isCompared } = article;
  const pairs = isCompared ? await readArticlePairs(null, { id: articleId, number, readyAt: null }) : [];
  const rows = pairs.flatMap((pair) => kinds.flatMap((kind) => rowsOf(projectId, pair, kind)));
  await inLongTransaction(async (tx) => {
    await tx.agreementPlace.deleteMany({ where: { articleId } });
    await tx.agreementPart.deleteMany({ where: { articleId } });
    await insert(tx, rows);
    // Last, as who hands in this article waits for the row from here on.
    await setSettled(article, tx);
  });
}

/** Takes the note off an article unless it has changed since it was listed. */
export async function setSettled({ articleId, changedIn }: Noted, tx: Tx = db()): Promise<void> {
  await tx.$executeRaw`
    UPDATE "AgreementArticle" SET "isDirty" = false
     WHERE "articleId" = ${articleId}::uuid AND "changedIn" = ${changedIn}`;
}

type Row = { part: PartRow; places: PlaceRow[] };
type PartRow = {
  projectId: string;
  articleId: string;
  articleNumber: bigint;
  pairId: string;
  firstId: string;
  secondId: string | null;
  kind: string;
  a: number;
  b: number;
  exact: number;
  overlap: number;
  reasons: Record<string, number>;
};
type PlaceRow = {
  projectId: string;
  articleId: string;
  articleNumber: bigint;
  pairId: string;
  kind: string;
  reason: string;
  place: number;
  firstMarkId: string | null;
  secondMarkId: string | null;
};

function rowsOf(projectId: string, { firstId, secondId, articles }: ComparedPair, kind: string): Row[] {
  const pairId = pairIdOf(projectId, firstId, secondId);
  return articles.map((article) => {
    const place = { projectId, articleId: article.articleId, articleNumber: article.number, pairId, kind };
    const differences = differencesOf(kind, article);
    return {
      part: { ...place, firstId, secondId, ...tallyOf(kind, article), reasons: countReasons(differences) },
      places: differences.map((one) => ({
        ...place,
        reason: one.reason,
        place: one.place,
        firstMarkId: one.firstId,
        secondMarkId: one.secondId,
      })),
    };
  });
}

/** The counts of one article for one kind of mark. */
export function tallyOf(kind: string, { a, b }: ComparedArticle): Tally {
  const tallies = new Map<string, Tally>();
  const toMarks = (layer: ComparedArticle["a"]) =>
    layer.marks.map((mark) => ({ kind: mark.kind, spans: mark.body }));
  addArticle(tallies, [kind], toMarks(a), toMarks(b));
  return tallies.get(kind) ?? { a: 0, b: 0, exact: 0, overlap: 0 };
}

/** How many places stand under each reason. */
export function countReasons(places: readonly { reason: string }[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const { reason } of places) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return Object.fromEntries(counts);
}

const AT_ONCE = 2_000;

async function insert(tx: Tx, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.agreementPart.createMany({ data: rows.map(({ part }) => part) });
  const places = rows.flatMap((row) => row.places);
  for (let at = 0; at < places.length; at += AT_ONCE)
    await tx.agreementPlace.createMany({ data: places.slice(at, at + AT_ONCE) });
}
