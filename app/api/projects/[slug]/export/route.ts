import { z } from "zod";
import { streamBytes } from "@/lib/exports/byte-stream";
import { exportArchive } from "@/lib/exports/format-archive";
import { startExport } from "@/lib/exports/queries";
import { exportFilter } from "@/lib/exports/schema";
import { carries, formatNames } from "@/lib/formats/carries";
import { route } from "@/lib/route";

const headers = (type: string, fileName: string) => ({
  "content-type": type,
  "content-disposition": `attachment; filename="${fileName}"`,
  "x-accel-buffering": "no",
});

/** A project as complete lines, or with `format` as an archive in it that says what it could not carry. */
export const GET = route(
  {
    params: z.object({ slug: z.string() }),
    query: exportFilter.extend({ format: z.enum(formatNames).default("jsonl") }),
  },
  async ({ actor, params: { slug }, query: { format, ...filter } }) => {
    if (format === "jsonl") {
      const exported = await startExport(actor, slug, filter);
      const body = await streamBytes(exported.lines);
      return new Response(body, {
        headers: headers("application/x-ndjson; charset=utf-8", `${exported.slug}.jsonl`),
      });
    }
    // Formats of claim cards hold nothing else; ratings leave by a release or the command line alone.
    const cards = carries[format].has("cards") && !carries[format].has("annotators");
    const items = { cards, ratings: false, personRatings: false };
    const pieces = exportArchive(actor, slug, { format, scheme: "iob2", licence: undefined, filter, items });
    return new Response(await streamBytes(pieces), {
      headers: headers("application/x-tar", `${slug}-${format}.tar`),
    });
  },
);
