import { afterAll, describe, expect, it } from "vitest";
import { editBlock } from "@/lib/articles/edit-block";
import { getArticleText } from "@/lib/articles/get-article-text";
import { closeDb, db } from "@/lib/db";
import { createDatabase } from "../support/database";
import { actorFor, makeArticle, makeMember, makeProject } from "../support/factories";

await createDatabase();
afterAll(closeDb);

const text = "Flood in Korva\nAbout 600 people 😀 were rescued.\nShare this";
const project = await makeProject();
const reviewer = actorFor(await makeMember(project, "reviewer"));
const annotator = actorFor(await makeMember(project, "annotator"));

async function prepare() {
  const article = await makeArticle(project, {
    text,
    blocks: [
      { kind: "headline", start: 0, end: 15 },
      { kind: "body", start: 15, end: [...text].length },
    ],
  });
  const { blocks } = await getArticleText(reviewer, article.versionId);
  const [headline, body] = blocks;
  if (!headline || !body) throw new Error("Two blocks were made.");
  const seen = ({ kind, start, end }: typeof body) => ({ kind, start, end });
  return { article, headline, body, seen };
}

describe("whoever prepares an article", () => {
  it("changes a block's kind, splits it and merges it again, each as an event", async () => {
    const { article, headline, body, seen } = await prepare();
    const at = [...text.slice(0, text.indexOf("Share"))].length;
    const split = await editBlock(reviewer, article.id, {
      op: "split",
      blockId: body.id,
      seen: seen(body),
      at,
      kind: "interface",
    });
    expect(split.blocks.map(({ kind, start, end }) => [kind, start, end])).toEqual([
      ["headline", 0, 15],
      ["body", 15, at],
      ["interface", at, [...text].length],
    ]);
    await editBlock(reviewer, article.id, {
      op: "kind",
      blockId: headline.id,
      seen: seen(headline),
      kind: "subhead",
    });
    const merged = await editBlock(reviewer, article.id, {
      op: "merge",
      blockId: headline.id,
      seen: { ...seen(headline), kind: "subhead" },
    });
    expect(merged.blocks.map(({ kind, end }) => [kind, end])).toEqual([
      ["subhead", at],
      ["interface", [...text].length],
    ]);
    const events = await db().event.findMany({
      where: { articleId: article.id, type: { startsWith: "block." } },
      orderBy: { id: "asc" },
    });
    expect(events.map((event) => event.type)).toEqual(["block.split", "block.changed", "block.merged"]);
  });

  it("is told when somebody changed the block meanwhile, and nothing changes", async () => {
    const { article, body, seen } = await prepare();
    await editBlock(reviewer, article.id, {
      op: "kind",
      blockId: body.id,
      seen: seen(body),
      kind: "caption",
    });
    await expect(
      editBlock(reviewer, article.id, { op: "kind", blockId: body.id, seen: seen(body), kind: "bio" }),
    ).rejects.toMatchObject({ code: "stale-revision", details: { theirs: { kind: "caption" } } });
  });

  it("cannot split outside a block, nor merge the last one", async () => {
    const { article, body, seen } = await prepare();
    await expect(
      editBlock(reviewer, article.id, {
        op: "split",
        blockId: body.id,
        seen: seen(body),
        at: 15,
        kind: "body",
      }),
    ).rejects.toMatchObject({ code: "split-outside-block" });
    await expect(
      editBlock(reviewer, article.id, { op: "merge", blockId: body.id, seen: seen(body) }),
    ).rejects.toMatchObject({ code: "no-next-block" });
  });
});

describe("others", () => {
  it("may not: an annotator is refused, a stranger finds nothing, a block of another article is not there", async () => {
    const { article, body, seen } = await prepare();
    const other = await prepare();
    const change = { op: "kind", blockId: body.id, seen: seen(body), kind: "bio" } as const;
    await expect(editBlock(annotator, article.id, change)).rejects.toMatchObject({ status: 403 });
    const stranger = actorFor(await makeMember(await makeProject(), "manager"));
    await expect(editBlock(stranger, article.id, change)).rejects.toMatchObject({ status: 404 });
    await expect(editBlock(reviewer, other.article.id, change)).rejects.toMatchObject({ status: 404 });
  });
});
