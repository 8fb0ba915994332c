import { z } from "zod";
import { describeError } from "@/lib/error-response";
import { streamBytes } from "@/lib/exports/byte-stream";
import { stageFromWeb } from "@/lib/imports/from-web";
import { fromWebInput, type WebProgress } from "@/lib/imports/schema";
import { route } from "@/lib/route";

/** Fetches pages into a batch: a JSON line as each comes, and at last the batch or `error`. */
export const POST = route(
  { params: z.object({ slug: z.string() }), body: fromWebInput },
  async ({ actor, params, body, request, requestId }) => {
    const progress = stageFromWeb(actor, params.slug, body.articles, {
      signal: request.signal,
      again: body.again,
    });
    // What refuses the person does so with a status of its own, before anything is sent.
    const first = await progress.next();
    return new Response(await streamBytes(lines(first, progress, requestId)), {
      headers: { "content-type": "application/x-ndjson; charset=utf-8", "x-accel-buffering": "no" },
    });
  },
);

async function* lines(
  first: IteratorResult<WebProgress>,
  rest: AsyncGenerator<WebProgress>,
  requestId: string,
): AsyncGenerator<string> {
  if (!first.done) yield `${JSON.stringify(first.value)}\n`;
  try {
    for await (const step of rest) yield `${JSON.stringify(step)}\n`;
  } catch (error) {
    yield `${JSON.stringify({ error: describeError(error, requestId).body })}\n`;
  }
}
