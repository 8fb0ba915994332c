import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { z } from "zod";
import { db } from "@/lib/db";
import type { TestApp } from "./app";
import { openPage } from "./browser";
import type { MadeLayer, MadeProject } from "./factories";
import { logIn } from "./login";

/** Opens a layer on the annotation screen as its owner, and waits until it takes keys. */
export async function openLayer(
  browser: Browser,
  app: TestApp,
  project: MadeProject,
  layer: MadeLayer,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const { name, value } = await logIn(layer.ownerId ?? "");
  const page = await openPage(browser, options);
  await page.context().addCookies([{ name, value, url: app.url, httpOnly: true, sameSite: "Lax" }]);
  await page.goto(`${app.url}/projects/${project.slug}/annotate/${layer.id}`);
  await waitUntilReady(page);
  return page;
}

/** Waits until the text is drawn, has the focus, and the layer may be changed. */
export async function waitUntilReady(page: Page): Promise<void> {
  await page.locator("[data-phase=ready] .tiptap:focus").waitFor();
}

/** Waits for what the save sign says. */
export async function waitForSign(page: Page, words: string | RegExp): Promise<void> {
  await page.locator("[data-status]").filter({ hasText: words }).first().waitFor();
}

/** Draws over some words with the mouse, from just before the first to just after the last character. */
export async function dragOver(page: Page, words: string): Promise<void> {
  const box = await page.evaluate((wanted) => {
    const root = document.querySelector(".tiptap");
    const walker = document.createTreeWalker(root ?? document, NodeFilter.SHOW_TEXT);
    const nodes: Text[] = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode())
      if (node instanceof Text) nodes.push(node);
    const at = nodes
      .map((node) => node.data)
      .join("")
      .indexOf(wanted);
    const place = (offset: number) => {
      let left = offset;
      for (const node of nodes) {
        if (left <= node.data.length) return { node, left };
        left -= node.data.length;
      }
      return null;
    };
    const from = place(at);
    const to = place(at + wanted.length);
    if (at < 0 || !from || !to) return null;
    const range = document.createRange();
    range.setStart(from.node, from.left);
    range.setEnd(to.node, to.left);
    from.node.parentElement?.scrollIntoView({ block: "center" });
    const rects = [...range.getClientRects()].filter((rect) => rect.width > 0);
    const first = rects[0];
    const last = rects.at(-1);
    if (!first || !last) return null;
    const isRtl = root instanceof HTMLElement && root.dir === "rtl";
    return {
      x1: isRtl ? first.right - 1 : first.left + 1,
      y1: (first.top + first.bottom) / 2,
      x2: isRtl ? last.left + 1 : last.right - 1,
      y2: (last.top + last.bottom) / 2,
    };
  }, words);
  if (!box) throw new Error(`"${words}" is not on the page.`);
  await page.mouse.move(box.x1, box.y1);
  await page.mouse.down();
  await page.mouse.move((box.x1 + box.x2) / 2, (box.y1 + box.y2) / 2, { steps: 4 });
  await page.mouse.move(box.x2, box.y2, { steps: 4 });
  await page.mouse.up();
}

const spanRows = z.array(
  z.object({ kind: z.string(), role: z.string(), start: z.number(), end: z.number(), quote: z.string() }),
);

/** The spans of a layer's marks as they are in the database, in reading order; deleted marks are left out. */
export async function savedSpans(layerId: string) {
  return spanRows.parse(
    await db().$queryRaw`
      SELECT a."kind"::text, s."role", s."start", s."end", s."quote"
        FROM "AnnotationSpan" s JOIN "Annotation" a ON a."id" = s."annotationId"
       WHERE s."layerId" = ${layerId}::uuid AND a."deletedAt" IS NULL ORDER BY s."start", s."end", a."kind", s."role"`,
  );
}
