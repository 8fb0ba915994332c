import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { db } from "@/lib/db";
import { listDifferences, streamDifferences } from "@/lib/releases/differences";
import { createDatabase } from "../../support/database";
import { makeManyArticles, makeRelease } from "../../support/releases";

const dataDir = await mkdtemp(path.join(tmpdir(), "sourcebench-differences-"));
process.env.DATA_DIR = dataDir;
await createDatabase();
afterAll(() => rm(dataDir, { recursive: true, force: true }));

describe("differences of two releases", () => {
  it("are found whatever few articles are looked at for a page, on the way there and back", async () => {
    const { actor, slug, ids } = await makeManyArticles(7);
    const from = await makeRelease(actor, slug, "1.0.0");
    const [first = "", second = "", , , , sixth = ""] = ids;
    await db().article.updateMany({ where: { id: { in: [first, sixth] } }, data: { byline: "A. Writer" } });
    const to = await makeRelease(actor, slug, "1.1.0", { ids: ids.filter((id) => id !== second).join(",") });
    const expected = [first, second, sixth];
    for (const window of [1, 2, 3, 100]) {
      const found: string[] = [];
      const pages: (string | null)[] = [null];
      for (const cursor of pages) {
        const { page } = await listDifferences(actor, slug, { from, to }, cursor, window);
        found.push(...page.items.map(({ article }) => article));
        if (page.next) pages.push(page.next);
        else if (page.previous) {
          const before = await listDifferences(actor, slug, { from, to }, page.previous, window);
          expect(before.page.next).not.toBeNull();
        }
      }
      expect(found).toEqual(expected);
      expect(pages.length > 3).toBe(window === 1 || window === 2);
    }
    const { pieces } = await streamDifferences(actor, slug, { from, to });
    let json = "";
    for await (const piece of pieces) json += piece;
    expect(JSON.parse(json).totals.articles).toEqual({ in: 0, out: 1, changed: 2 });
  });
});
