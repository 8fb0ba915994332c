import { z } from "zod";
import { streamBytes } from "@/lib/exports/byte-stream";
import { openReleaseArchive } from "@/lib/releases/files";
import { route } from "@/lib/route";

export const GET = route(
  { params: z.object({ slug: z.string(), releaseId: z.string() }) },
  async ({ actor, params }) => {
    const archive = await openReleaseArchive(actor, params.slug, params.releaseId);
    return new Response(await streamBytes(archive.content), {
      headers: {
        "content-type": "application/x-tar",
        "content-disposition": `attachment; filename="${archive.fileName}"`,
        "x-accel-buffering": "no",
      },
    });
  },
);
