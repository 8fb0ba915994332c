import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { closeDb, db, type Tx } from "@/lib/db";
import { createDatabase } from "../support/database";
import { makeArticle, makeProject } from "../support/factories";

await createDatabase();
afterAll(closeDb);

type Range = { start: number; end: number };
const length = 12;
const before: readonly Range[] = rangesOf([3, 6, 9]);

/** The blocks between cuts of a text. */
function rangesOf(cuts: readonly number[], to = length): Range[] {
  const borders = [0, ...cuts, to];
  return borders.slice(1).map((end, place) => ({ start: borders[place] ?? 0, end }));
}

function isPartition(ranges: readonly Range[]): boolean {
  const ordered = ranges.toSorted((a, b) => a.start - b.start);
  return (
    ordered.length > 0 &&
    ordered.every(({ start }, place) => start === (ordered[place - 1]?.end ?? 0)) &&
    ordered.at(-1)?.end === length
  );
}

/** Any blocks with starts of their own, and often ones that partition the text. */
const after = fc.oneof(
  fc
    .uniqueArray(fc.integer({ min: 1, max: length - 1 }))
    .map((cuts) => rangesOf(cuts.toSorted((a, b) => a - b))),
  fc.uniqueArray(
    fc
      .tuple(fc.nat(length - 1), fc.integer({ min: 1, max: 5 }))
      .map(([start, size]) => ({ start, end: start + size })),
    { selector: ({ start }) => start, maxLength: 7 },
  ),
);

class RolledBack extends Error {}

/** What a transaction answers that is rolled back. */
async function tried<T>(act: (tx: Tx) => Promise<T>): Promise<T> {
  const answer: T[] = [];
  await db()
    .$transaction(async (tx) => {
      answer.push(await act(tx));
      throw new RolledBack();
    })
    .catch((error: unknown) => {
      if (!(error instanceof RolledBack)) throw error;
    });
  const [first] = answer;
  if (first === undefined) throw new Error("Nothing was answered.");
  return first;
}

const settle = (tx: Tx) => tx.$executeRaw`SET CONSTRAINTS "Block_partition" IMMEDIATE`;
const reads = z.tuple([z.object({ reads: z.number() })]);

async function readsSoFar(tx: Tx): Promise<number> {
  const rows = await tx.$queryRaw`
    SELECT (seq_tup_read + idx_tup_fetch)::int AS reads FROM pg_stat_xact_user_tables WHERE relname = 'Block'`;
  return reads.parse(rows)[0].reads;
}

describe("blocks at the end of a transaction", () => {
  it("are let through exactly where they partition the text, however they came to be", async () => {
    const { versionId } = await makeArticle(await makeProject(), {
      text: "abcdefghijkl",
      blocks: before.map((range) => ({ kind: "body", ...range })),
    });
    const { projectId } = await db().articleVersion.findUniqueOrThrow({ where: { id: versionId } });
    await fc.assert(
      fc.asyncProperty(after, fc.boolean(), async (wanted, isMoving) => {
        const isAccepted = await tried(async (tx) => {
          const starts = new Set(wanted.map(({ start }) => start));
          const gone = before.filter(({ start }) => !starts.has(start));
          for (const { start, end } of wanted) {
            if (before.some((range) => range.start === start)) {
              await tx.block.updateMany({ where: { versionId, start }, data: { end } });
              continue;
            }
            const moved = isMoving ? gone.pop() : undefined;
            if (moved)
              await tx.block.updateMany({ where: { versionId, start: moved.start }, data: { start, end } });
            else await tx.block.create({ data: { versionId, projectId, kind: "body", start, end } });
          }
          await tx.block.deleteMany({ where: { versionId, start: { in: gone.map(({ start }) => start) } } });
          return settle(tx).then(
            () => true,
            () => false,
          );
        });
        expect(isAccepted).toBe(isPartition(wanted));
      }),
      {
        numRuns: 150,
        examples: [
          [rangesOf([3, 6]), false],
          [[{ start: 3, end: 12 }], true],
          [[], false],
        ],
      },
    );
  });

  it("are checked with as much reading a block in a long text as in a short one", async () => {
    const project = await makeProject();
    const each = async (n: number) => {
      const cuts = Array.from({ length: n - 1 }, (_, place) => place + 1);
      const { versionId } = await makeArticle(project, {
        text: "a".repeat(n),
        blocks: rangesOf(cuts, n).map((range) => ({ kind: "body", ...range })),
      });
      return tried(async (tx) => {
        await tx.$executeRaw`UPDATE "Block" SET "end" = "end" WHERE "versionId" = ${versionId}::uuid`;
        const start = await readsSoFar(tx);
        await settle(tx);
        return ((await readsSoFar(tx)) - start) / n;
      });
    };
    const [short, long] = [await each(50), await each(1_000)];
    expect(long).toBeLessThan(2 * short + 2);
  });
});
