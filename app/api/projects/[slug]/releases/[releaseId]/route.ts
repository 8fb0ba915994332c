import { z } from "zod";
import { streamBytes } from "@/lib/exports/byte-stream";
import { openRelease } from "@/lib/exports/releases";
import { route } from "@/lib/route";

export const GET = route(
  { params: z.object({ slug: z.string(), releaseId: z.string() }) },
  async ({ actor, params }) => {
    const release = await openRelease(actor, params.slug, params.releaseId);
    return new Response(await streamBytes(release.content), {
      headers: {
        "content-type": "application/x-ndjson; charset=utf-8",
        "content-disposition": `attachment; filename="${release.fileName}"`,
        "content-length": String(release.bytes),
        "repr-digest": `sha-256=:${Buffer.from(release.sha256, "hex").toString("base64")}:`,
      },
    });
  },
);
