import "server-only";
import { z } from "zod";
import { recordEvents } from "@/lib/audit";
import { db, inTransaction } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { readRecords } from "@/lib/formats/sourcebench-jsonl";
import type { ExportRecord } from "@/lib/formats/sourcebench-jsonl-schema";
import { type Cursor, decodeCursor, type Page } from "@/lib/page";
import type { Actor } from "@/lib/policy";
import { holdOpenRelease, type ReleaseRecord, refuseRedacted } from "@/lib/releases/access";
import { type ArticleChange, compareArticle } from "@/lib/releases/compare";
import { fileWords } from "@/lib/releases/files";
import { type DifferingPlace, pageOfPlaces } from "@/lib/releases/page-of-places";
import { readPlaces } from "@/lib/releases/places";
import { getRelease } from "@/lib/releases/queries";
import { storage } from "@/lib/storage/storage";

/** Articles on a page of differences, and those of the file that are read at once. */
const perPage = 10;
const perPiece = 200;

/** One of the two releases that are compared. */
export type ComparedRelease = {
  id: string;
  name: string;
  version: string;
  articles: number;
  layers: number;
  annotations: number;
};

export type DifferencesDto = { from: ComparedRelease; to: ComparedRelease; page: Page<ArticleChange> };

/**
 * How two releases of a project differ, an article after the other in order of arrival, keyset-paged. Only so many
 * articles are looked at for a page, which may be short or empty and lead on. Whoever looks has looked at both releases' layers. Throws notFound, 403, 409, 410, badInput `bad-cursor`; conflict `not-comparable` for one
 * of the time when releases kept no records.
 */
export async function listDifferences(
  actor: Actor,
  slug: string,
  ids: { from: string; to: string },
  cursorText: string | null = null,
  window?: number,
): Promise<DifferencesDto> {
  const [from, to] = await openBoth(actor, slug, ids);
  const cursor = decodeCursor(z.string().regex(/^\d{1,18}$/), cursorText);
  const read = await readPlaces({ from: from.id, to: to.id }, cursor, perPage + 1, window);
  const page = pageOfPlaces(read, cursor, perPage);
  const items: ArticleChange[] = [];
  for (const place of page.items) items.push(...(await changeAt(from, to, place)));
  return { from: told(from), to: told(to), page: { ...page, items } };
}

/** What the page of differences shows: the choice of the other release, and what differs or why nothing can be shown. */
export type DifferencesView = {
  release: { id: string; title: string };
  earlier: { id: string; title: string }[];
  from: string | null;
  differences: DifferencesDto | null;
  problem: string | null;
};

/** The differences from `from`, or from the release before where none is named. Throws notFound, forbidden, bad-cursor. */
export async function viewDifferences(
  actor: Actor,
  slug: string,
  ids: { from: string | undefined; to: string },
  cursor?: string,
): Promise<DifferencesView> {
  const { id, name, version, earlier } = await getRelease(actor, slug, ids.to);
  const from = ids.from ?? earlier[0]?.id ?? null;
  const view = { release: { id, title: `${name} ${version}` }, earlier, from };
  if (from === null) return { ...view, differences: null, problem: null };
  try {
    const differences = await listDifferences(actor, slug, { from, to: id }, cursor ?? null);
    return { ...view, differences, problem: null };
  } catch (error) {
    if (!(error instanceof AppError) || error.status === 404 || error.status === 400) throw error;
    return { ...view, differences: null, problem: error.message };
  }
}

/** The same for all articles as pieces of one JSON document, with the totals at its end. */
export async function streamDifferences(
  actor: Actor,
  slug: string,
  ids: { from: string; to: string },
): Promise<{ fileName: string; pieces: AsyncGenerator<string> }> {
  const [from, to] = await openBoth(actor, slug, ids);
  await recordEvents(db(), [
    {
      ...{ type: "release.compared", actorId: actor.userId, projectId: to.projectId, subjectId: to.id },
      payload: { from: from.id },
    },
  ]);
  const words = (release: ReleaseRecord) => `${fileWords(release.name)}-${release.version}`;
  return {
    fileName: `${slug}-${words(from)}-to-${words(to)}.json`,
    pieces: writeDifferences(from, to),
  };
}

async function* writeDifferences(from: ReleaseRecord, to: ReleaseRecord): AsyncGenerator<string> {
  const head = { format: "sourcebench-release-diff", version: 1, from: told(from), to: told(to) };
  yield `${JSON.stringify(head, null, 1).replace(/\n\}$/, "")},\n "articles": [`;
  const totals = { in: 0, out: 0, changed: 0, added: 0, removed: 0, altered: 0 };
  let cursor: Cursor<string> | null = null;
  let isFirst = true;
  for (;;) {
    for (const release of [from, to]) await refuseRedacted(release);
    const { places, edge }: Awaited<ReturnType<typeof readPlaces>> = await readPlaces(
      { from: from.id, to: to.id },
      cursor,
      perPiece,
    );
    for (const place of places)
      for (const change of await changeAt(from, to, place)) {
        totals[change.change] += 1;
        for (const object of change.objects)
          totals[object.change === "changed" ? "altered" : object.change] += 1;
        yield `${isFirst ? "" : ","}\n  ${JSON.stringify(change)}`;
        isFirst = false;
      }
    const last = places.length === perPiece ? places.at(-1)?.number : edge;
    if (!last) break;
    cursor = { side: "after", key: last };
  }
  yield `\n ],\n "totals": ${JSON.stringify({
    articles: { in: totals.in, out: totals.out, changed: totals.changed },
    marksAndLinks: { added: totals.added, removed: totals.removed, changed: totals.altered },
  })}\n}\n`;
}

async function openBoth(
  actor: Actor,
  slug: string,
  ids: { from: string; to: string },
): Promise<[ReleaseRecord, ReleaseRecord]> {
  const [from, to] = await inTransaction(undefined, async (tx) => {
    const open = async (id: string) => (await holdOpenRelease(tx, actor, slug, id)).release;
    // In the order in which a withdrawal takes them, so that neither waits for the other.
    if (ids.to.toLowerCase() >= ids.from.toLowerCase())
      return [await open(ids.from), await open(ids.to)] as const;
    const last = await open(ids.to);
    return [await open(ids.from), last] as const;
  });
  if (from.recordsSha256 === null || to.recordsSha256 === null)
    throw new AppError(
      409,
      "not-comparable",
      "One of these releases was made before releases kept what they are compared by.",
    );
  return [from, to];
}

async function changeAt(
  from: ReleaseRecord,
  to: ReleaseRecord,
  { before, after }: DifferingPlace,
): Promise<ArticleChange[]> {
  const change = compareArticle(await linesAt(from, before), await linesAt(to, after));
  return change ? [change] : [];
}

async function linesAt(
  release: ReleaseRecord,
  range: { offset: number; bytes: number } | null,
): Promise<ExportRecord[]> {
  if (!range || release.recordsSha256 === null) return [];
  const content = {
    sha256: Buffer.from(release.recordsSha256).toString("hex"),
    bytes: Number(release.recordsBytes),
  };
  const records: ExportRecord[] = [];
  for await (const read of readRecords(await storage().open(content, range))) {
    if ("problem" in read)
      throw new Error(`The records of release ${release.id} are broken: ${read.problem}`);
    records.push(read.record);
  }
  return records;
}

function told({ id, name, version, articles, layers, annotations }: ReleaseRecord): ComparedRelease {
  return { id, name, version, articles, layers, annotations };
}
