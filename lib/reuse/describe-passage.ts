import { z } from "zod";
import type { NamedPassage, PassageSite, PassageTieDto, TreePassage } from "@/lib/reuse/schema";
import { diffWords } from "@/lib/text/word-diff";

/** A passage as read for its cluster's page, with its parent, the link between both and the article that holds the link. */
export const passageRows = z.array(
  z.object({
    place: z.number(),
    parentPlace: z.number().nullable(),
    depth: z.number(),
    ground: z.enum(["told", "time", "unknown"]).nullable(),
    url: z.string().nullable(),
    quote: z.string(),
    spans: z.array(z.tuple([z.number(), z.number()])),
    articleId: z.string().nullable(),
    versionId: z.string().nullable(),
    version: z.number().nullable(),
    newestVersion: z.number().nullable(),
    title: z.string().nullable(),
    publishedAt: z.date().nullable(),
    publishedText: z.string().nullable(),
    lang: z.string().nullable(),
    publisher: z.string().nullable(),
    credits: z.array(z.string()),
    linkId: z.string().nullable(),
    degree: z.string().nullable(),
    lost: z.array(z.string()).nullable(),
    evidence: z.string().nullable(),
    holderId: z.string().nullable(),
    holderTitle: z.string().nullable(),
    isPair: z.boolean(),
    parentQuote: z.string().nullable(),
    parentUrl: z.string().nullable(),
    parentTitle: z.string().nullable(),
    parentAt: z.date().nullable(),
    parentLang: z.string().nullable(),
    credit: z.string().nullable(),
  }),
);
type PassageRow = z.output<typeof passageRows>[number];

/** UTF-16 units of a quote above which its words are not compared, and to which it is shortened on the page. */
const LONGEST_COMPARED = 4_000;
const LONGEST_SHOWN = 900;

/** A passage of the tree as the page shows it, with its differences from its parent. */
export function describePassage(row: PassageRow): TreePassage {
  const { place, parentPlace, depth, spans } = row;
  const tie = tieOf(row);
  const quote =
    row.quote.length > LONGEST_SHOWN ? `${row.quote.slice(0, LONGEST_SHOWN).toWellFormed()}…` : row.quote;
  return {
    place,
    parentPlace,
    depth,
    site: siteOf(row),
    quote,
    spans: spans.map(([start, end]) => ({ start, end })),
    tie,
  };
}

/** A passage by its article's title, or the host of its address outside. */
export function nameOf({
  place,
  title,
  url,
}: {
  place: number;
  title: string | null;
  url: string | null;
}): NamedPassage {
  return { place, name: title ?? hostOf(url) };
}

function hostOf(url: string | null): string {
  return url !== null && URL.canParse(url) ? new URL(url).host : "an outside page";
}

function siteOf(row: PassageRow): PassageSite {
  const { articleId, versionId, title, publisher, publishedText, lang, credits } = row;
  if (articleId === null || versionId === null || title === null)
    return { type: "outside", url: row.url ?? "" };
  const publishedAt = row.publishedAt?.toISOString() ?? null;
  return {
    type: "article",
    articleId,
    versionId,
    title,
    publisher,
    publishedAt,
    publishedText,
    lang,
    credits,
    version: row.version ?? 1,
    newestVersion: row.newestVersion ?? 1,
  };
}

function tieOf(row: PassageRow): PassageTieDto | null {
  const { linkId, ground, degree, holderId, holderTitle, parentQuote } = row;
  if (!linkId || !ground || !degree || !holderId || holderTitle === null || parentQuote === null) return null;
  const isForeign =
    degree === "translation" || (row.lang !== null && row.parentLang !== null && row.lang !== row.parentLang);
  const isLong = row.quote.length > LONGEST_COMPARED || parentQuote.length > LONGEST_COMPARED;
  const whyNoDiff = isForeign ? "language" : isLong ? "length" : null;
  return {
    linkId,
    ground,
    degree,
    lost: row.lost ?? [],
    evidence: row.evidence,
    later: row.publishedAt && row.parentAt ? row.publishedAt.getTime() - row.parentAt.getTime() : null,
    credit: row.credit,
    settledIn: { articleId: holderId, title: holderTitle, isPair: row.isPair },
    parentTitle: row.parentTitle ?? hostOf(row.parentUrl),
    diff: whyNoDiff ? null : diffWords(parentQuote, row.quote, row.lang ?? "und"),
    whyNoDiff,
  };
}
