import { z } from "zod";
import { AppError } from "@/lib/errors";
import { type ArticleDraft, type IntakeItem, intakeProblemSchema } from "@/lib/intake/draft";
import { readHtml } from "@/lib/intake/html";
import { readTxt } from "@/lib/intake/txt";

/** A page as it came from the web, with what its feed said of it, or why it did not come. */
export const fetchedPage = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("page"),
    /** Where it was found after all redirects. */
    address: z.string(),
    mediaType: z.string(),
    charset: z.string().nullable(),
    bytes: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
    /** The time the feed gives, as intake facts have it. */
    publishedAt: z.string().nullable(),
    publishedHasZone: z.boolean(),
  }),
  z.object({ kind: z.literal("problem"), problem: intakeProblemSchema }),
]);
export type FetchedPage = z.infer<typeof fetchedPage>;

/**
 * Reads fetched pages as articles, one a page, named by their addresses. What a page says of itself goes before what
 * its feed said. A page that cannot be read becomes a problem.
 */
export function* readPages(pages: readonly FetchedPage[]): Generator<IntakeItem> {
  for (const page of pages) {
    if (page.kind === "problem") yield page;
    else yield readPage(page);
  }
}

function readPage(page: Extract<FetchedPage, { kind: "page" }>): IntakeItem {
  try {
    return { kind: "draft", draft: complete(draftOf(page), page) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { code, message } = error;
    return { kind: "problem", problem: { fileName: page.address, line: null, code, message } };
  }
}

function draftOf(page: Extract<FetchedPage, { kind: "page" }>): ArticleDraft {
  return page.mediaType === "text/plain"
    ? readTxt(page.address, page.bytes)
    : readHtml(page.address, page.bytes, {}, page.charset);
}

function complete(draft: ArticleDraft, page: Extract<FetchedPage, { kind: "page" }>): ArticleDraft {
  const { publishedAt, publishedHasZone } = page;
  const isDated = draft.publishedAt !== undefined || publishedAt === null;
  return {
    ...draft,
    canonicalUrl: draft.canonicalUrl ?? page.address,
    ...(isDated ? {} : { publishedAt, publishedHasZone }),
  };
}
