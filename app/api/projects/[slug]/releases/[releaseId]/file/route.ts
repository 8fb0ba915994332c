import { z } from "zod";
import { streamBytes } from "@/lib/exports/byte-stream";
import { openReleaseFile } from "@/lib/releases/files";
import { route } from "@/lib/route";

export const GET = route(
  {
    params: z.object({ slug: z.string(), releaseId: z.string() }),
    query: z.object({ path: z.string().min(1).max(1_000) }),
  },
  async ({ actor, params, query }) => {
    const file = await openReleaseFile(actor, params.slug, params.releaseId, query.path);
    return new Response(await streamBytes(file.content), {
      headers: {
        "content-type": "application/octet-stream",
        "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(file.fileName)}`,
        "content-length": String(file.bytes),
        "repr-digest": `sha-256=:${Buffer.from(file.sha256, "hex").toString("base64")}:`,
      },
    });
  },
);
