import { z } from "zod";
import { defined } from "@/lib/intake/complete";
import { parsePublished } from "@/lib/intake/dates";
import type { ArticleFacts } from "@/lib/intake/draft";
import { canonicalLanguage } from "@/lib/intake/language";
import { webAddress } from "@/lib/intake/record";

/** What a page says about its article, by meta elements, JSON-LD and markup, in that order of trust. */
export type PageFacts = ArticleFacts & { description?: string };

/**
 * The facts a page gives of itself. The publisher is taken from `og:site_name` or JSON-LD alone, never from an
 * address or a file's name; what a page does not say is left out.
 */
export function readPageFacts(document: Document): PageFacts {
  const meta = metaReader(document);
  const json = articleJson(document);
  const published = firstOf(
    [
      meta("article:published_time"),
      json?.datePublished,
      meta("datepublished"),
      meta("date"),
      meta("dc.date"),
      document.querySelector("article time[datetime], time[datetime]")?.getAttribute("datetime"),
    ],
    parsePublished,
  );
  return defined({
    headline: firstOf([json?.headline, meta("og:title"), meta("twitter:title")], clean),
    byline: firstOf(
      [meta("author"), json?.author, meta("article:author"), ...markedAuthors(document)],
      authorName,
    ),
    description: firstOf([meta("og:description"), meta("description"), json?.description], clean),
    publishedAt: published?.publishedAt,
    publishedHasZone: published?.publishedHasZone,
    language: firstOf(
      [document.documentElement.getAttribute("lang"), json?.inLanguage, meta("og:locale"), meta("language")],
      canonicalLanguage,
    ),
    canonicalUrl: firstOf(
      [document.querySelector('link[rel~="canonical"]')?.getAttribute("href"), meta("og:url"), json?.url],
      webAddress,
    ),
    publisherName: firstOf([meta("og:site_name"), json?.publisher], clean),
  });
}

type Words = string | null | undefined;

function firstOf<T>(values: readonly Words[], convert: (value: string) => T | null): T | undefined {
  for (const value of values) {
    const converted = value ? convert(value) : null;
    if (converted !== null) return converted;
  }
  return undefined;
}

function clean(value: string): string | null {
  return value.replace(/\s+/gu, " ").trim() || null;
}

function authorName(value: string): string | null {
  return URL.canParse(value.trim()) ? null : (clean(value)?.replace(/^(?:by|von|par|por)\s+/iu, "") ?? null);
}

function metaReader(document: Document): (name: string) => string | null {
  const found = new Map<string, string>();
  for (const element of Array.from(document.querySelectorAll("meta[content]"))) {
    const name =
      element.getAttribute("property") ?? element.getAttribute("name") ?? element.getAttribute("itemprop");
    const content = element.getAttribute("content");
    if (name && content?.trim() && !found.has(name.toLowerCase())) found.set(name.toLowerCase(), content);
  }
  return (name) => found.get(name) ?? null;
}

function markedAuthors(document: Document): Words[] {
  return ['[rel~="author"]', '[itemprop~="author"]', ".byline"].map(
    (selector) => document.querySelector(selector)?.textContent,
  );
}

const nameSchema = z.union([z.string(), z.object({ name: z.string() }).transform((named) => named.name)]);
const namesSchema = z.union([nameSchema, z.array(nameSchema).transform((names) => names.join(", "))]);
const typeSchema = z.union([z.string().transform((type) => [type]), z.array(z.string())]);
const articleSchema = z.object({
  "@type": typeSchema.refine((types) => types.some((type) => /(?:Article|BlogPosting|Report)$/.test(type))),
  headline: z.string().optional().catch(undefined),
  description: z.string().optional().catch(undefined),
  author: namesSchema.optional().catch(undefined),
  datePublished: z.string().optional().catch(undefined),
  inLanguage: z.string().optional().catch(undefined),
  url: z.string().optional().catch(undefined),
  publisher: nameSchema.optional().catch(undefined),
});
const graphSchema = z.object({ "@graph": z.array(z.unknown()) });

/** The first article in the page's JSON-LD; blocks that are no JSON are passed over, as search engines do. */
function articleJson(document: Document): z.infer<typeof articleSchema> | null {
  for (const script of Array.from(document.querySelectorAll('script[type="application/ld+json"]'))) {
    for (const candidate of candidatesIn(script.textContent ?? "")) {
      const article = articleSchema.safeParse(candidate);
      if (article.success) return article.data;
    }
  }
  return null;
}

function candidatesIn(source: string): unknown[] {
  try {
    const value: unknown = JSON.parse(source);
    return [value].flat().flatMap((one) => graphSchema.safeParse(one).data?.["@graph"] ?? [one]);
  } catch {
    return [];
  }
}
