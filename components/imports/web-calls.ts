import { z } from "zod";
import { type ErrorShape, requestJson } from "@/components/annotate/request-json";
import { feedDto, type WebArticle } from "@/lib/imports/schema";

const failed = z.object({
  error: z.object({ code: z.string(), message: z.string(), details: z.unknown().optional() }),
});
const step = z.union([
  z.object({ done: z.number(), total: z.number() }),
  z.object({ batchId: z.string() }),
  failed,
]);

const unreached: ErrorShape = {
  status: 0,
  code: "unreached",
  message: "The connection broke off. Look at it and try again.",
};
const unexpected: ErrorShape = {
  status: 502,
  code: "unexpected",
  message: "The server gave an answer that this page does not understand.",
};

/** What a feed offers. Never throws: what went wrong is in the answer. */
export function lookIntoFeed(slug: string, address: string, signal: AbortSignal) {
  return requestJson(`/api/projects/${slug}/imports/feed`, feedDto, {
    method: "POST",
    body: { address },
    signal,
  });
}

export type FetchAnswer = { ok: true; batchId: string } | { ok: false; error: ErrorShape };

/** Has pages fetched into a batch and tells how many have come. Never throws; null when `signal` ended it. */
export async function fetchPages(
  slug: string,
  articles: readonly WebArticle[],
  onProgress: (done: number) => void,
  signal: AbortSignal,
): Promise<FetchAnswer | null> {
  try {
    const response = await fetch(`/api/projects/${slug}/imports/web`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ articles }),
      signal,
    });
    let last: FetchAnswer = { ok: false, error: unreached };
    for await (const value of linesOf(response)) {
      const read = step.safeParse(value).data;
      if (!read) last = { ok: false, error: unexpected };
      else if ("error" in read) last = { ok: false, error: { status: response.status, ...read.error } };
      else if ("batchId" in read) last = { ok: true, batchId: read.batchId };
      else onProgress(read.done);
    }
    return last;
  } catch {
    return signal.aborted ? null : { ok: false, error: unreached };
  }
}

async function* linesOf(response: Response): AsyncGenerator<unknown> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const read = await reader?.read();
    if (!read || read.done) break;
    const lines = (rest + read.value).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) yield JSON.parse(line);
  }
  if (rest.trim() !== "") yield JSON.parse(rest);
}
