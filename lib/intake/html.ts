import { Readability } from "@mozilla/readability";
import { parseHTML } from "linkedom";
import { badInput } from "@/lib/errors";
import { completeDraft, defined } from "@/lib/intake/complete";
import { decodeHtml } from "@/lib/intake/decode";
import type { ArticleDraft, ArticleFacts, IntakeWarning } from "@/lib/intake/draft";
import { readPageFacts } from "@/lib/intake/html-facts";
import { type PageLine, pageLines } from "@/lib/intake/html-lines";
import type { BlockKind } from "@/lib/vocabulary";

type Line = { text: string; kind?: BlockKind };

/**
 * Reads a web page as one article: Mozilla's Readability finds the story, and the page's own headline, standfirst,
 * byline and captions, which it drops, are put back where the page has them. One block is one line; scripts and
 * styles are never text. `given` facts go before the page's. Throws `invalid-encoding`, `unknown-encoding`,
 * `nul-byte`, `lone-surrogate`, `too-deep`, `empty-text` or `too-large`.
 */
export function readHtml(
  fileName: string,
  bytes: Uint8Array,
  given: ArticleFacts = {},
  servedCharset?: string | null,
): ArticleDraft {
  const html = decodeHtml(bytes, servedCharset);
  const page = parsePage(html);
  assertShallow(page.documentElement);
  const { description, ...facts } = readPageFacts(page);
  const body = page.querySelector("body") ?? page.documentElement;
  const whole = pageLines(body);
  const story = readStory(html);
  const warnings: IntakeWarning[] = [];
  if (!story) {
    const message =
      "No article was recognised on the page: all its visible text was taken. Check the blocks.";
    warnings.push({ code: "no-article-found", message, line: null });
  }
  const headline = given.headline ?? headlineOf(page, facts.headline);
  const lines = story
    ? mergeLines(whole, story.lines, { headline, description, byline: story.byline ?? facts.byline })
    : whole.map((line) => ({ text: line.text, ...kindOf(line.element) }));
  const hints = new Map<number, BlockKind>();
  for (const [index, line] of lines.entries()) if (line.kind) hints.set(index * 2, line.kind);
  if (lines.length === 0) throw badInput("empty-text", "The page has no readable text.");
  return completeDraft({
    fileName,
    sourceFormat: "html",
    extractor: "readability-0.6.0/1",
    line: null,
    rawText: lines.map((line) => line.text).join("\n\n"),
    rawBytes: bytes,
    facts: { ...facts, ...defined({ headline }), ...given },
    hints,
    warnings,
  });
}

/** linkedom gives a fragment no html element: every page is put into a whole one. */
function parsePage(html: string): Document {
  const source = /<html[\s>]/i.test(html)
    ? html
    : `<!doctype html><html><head></head><body>${html}</body></html>`;
  return parseHTML(source).document;
}

/** Pages seldom nest 100 elements; thousands would overflow the stack of every walk over the page. */
const maxDepth = 300;

function assertShallow(root: Element) {
  let level = [root];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > maxDepth) {
      throw badInput(
        "too-deep",
        `The page nests more than ${maxDepth} elements. Save its text as .txt and import that.`,
      );
    }
    level = level.flatMap((element) => Array.from(element.children));
  }
}

/** Readability consumes its document, so it gets one of its own. */
function readStory(html: string): { lines: PageLine[]; byline: string | undefined } | null {
  const document = parsePage(html);
  // linkedom has no base address; without one Readability fails on the first relative link.
  const found = new Readability<PageLine[]>(document, {
    charThreshold: 200,
    serializer: (node) => (isElement(node) ? pageLines(node) : []),
  }).parse();
  const lines = found?.content ?? [];
  return lines.length > 0 ? { lines, byline: found?.byline?.replace(/\s+/g, " ").trim() || undefined } : null;
}

function isElement(node: Node): node is Element {
  return node.nodeType === 1;
}

function headlineOf(page: Document, named: string | undefined): string | undefined {
  const headings = Array.from(page.querySelectorAll("article h1, main h1, h1"), textOf).filter(Boolean);
  const same = named && headings.find((heading) => folded(named).includes(folded(heading)));
  return same || headings[0] || named || textOf(page.querySelector("title")) || undefined;
}

type Known = { headline: string | undefined; description: string | undefined; byline: string | undefined };

/**
 * The page's lines that Readability kept, with the headline, standfirst, byline and captions of the same article, in
 * the page's order. Where Readability rebuilt lines that the page does not have, its own are taken instead.
 */
function mergeLines(page: readonly PageLine[], story: readonly PageLine[], known: Known): Line[] {
  const left = new Map<string, number>();
  for (const line of story) left.set(line.text, (left.get(line.text) ?? 0) + 1);
  const kept = pickKept(page, left);
  const rebuilt = [...left.values()].some((count) => count > 0);
  const firstKept = page.findIndex((line) => kept.has(line));
  const article = articleAround(page[firstKept]?.element);
  const head: Line[] = [];
  const lines: Line[] = [];
  let hasHeadline = false;
  for (const [index, line] of page.entries()) {
    const kind = kindOf(line.element).kind;
    const isAbove = index < firstKept || firstKept < 0;
    let extra: BlockKind | undefined;
    if (!hasHeadline && known.headline && folded(line.text) === folded(known.headline)) extra = "headline";
    else if (isAbove && isStandfirst(line, known, hasHeadline)) extra = "standfirst";
    else if (isAbove && isByline(line, known) && article?.contains(line.element)) extra = "byline";
    else if (kind === "caption" && article?.contains(line.element)) extra = "caption";
    if (extra === "headline") hasHeadline = true;
    if (!extra && !kept.has(line)) continue;
    const chosen: Line = { text: line.text, ...defined({ kind: extra ?? kind }) };
    lines.push(chosen);
    if (extra && isAbove) head.push(chosen);
  }
  const title: Line[] = hasHeadline || !known.headline ? [] : [{ text: known.headline, kind: "headline" }];
  const storyLines = story.map((line): Line => ({ text: line.text, ...kindOf(line.element) }));
  return [...title, ...(rebuilt ? [...head, ...storyLines.filter((line) => !isIn(head, line))] : lines)];
}

/** Of lines that the page has more often than the story, those inside an article or main element come first. */
function pickKept(page: readonly PageLine[], left: Map<string, number>): Set<PageLine> {
  const kept = new Set<PageLine>();
  const inside = page.filter((line) => line.element.closest("article, main, [role=main]"));
  for (const line of [...inside, ...page]) {
    const count = left.get(line.text) ?? 0;
    if (count === 0 || kept.has(line)) continue;
    kept.add(line);
    left.set(line.text, count - 1);
  }
  return kept;
}

function isIn(head: readonly Line[], line: Line): boolean {
  return head.some((one) => one.text === line.text);
}

function articleAround(element: Element | undefined): Element | null {
  return (
    element?.closest("article") ?? element?.closest("main, [role=main]") ?? element?.parentElement ?? null
  );
}

function isStandfirst(line: PageLine, known: Known, hasHeadline: boolean): boolean {
  if (known.description && folded(line.text) === folded(known.description)) return true;
  const marked = line.element.closest("[class], [itemprop]");
  const words = `${marked?.getAttribute("class") ?? ""} ${marked?.getAttribute("itemprop") ?? ""}`;
  return (
    hasHeadline &&
    /\b(?:standfirst|subtitle|sub-?headline|dek|deck|lede|teaser|alternativeHeadline)\b/i.test(words)
  );
}

function isByline(line: PageLine, known: Known): boolean {
  return (
    known.byline !== undefined &&
    line.text.length <= known.byline.length + 30 &&
    folded(line.text).includes(folded(known.byline))
  );
}

function kindOf(element: Element): { kind?: BlockKind } {
  if (element.closest("figcaption")) return { kind: "caption" };
  if (element.closest("aside") && element.closest("blockquote")) return { kind: "pull-quote" };
  if (/^H[2-6]$/i.test(element.tagName)) return { kind: "subhead" };
  return {};
}

function textOf(element: Element | null): string {
  return (element?.textContent ?? "").replace(/\s+/gu, " ").trim();
}

function folded(words: string): string {
  return words.normalize("NFC").toLowerCase().replace(/\s+/gu, " ").trim();
}
