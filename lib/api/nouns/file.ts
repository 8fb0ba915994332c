import "server-only";
import { streamBytes } from "@/lib/exports/byte-stream";

/** An answer that is a file, sent as it is made; what fails before its first piece is still told as a problem. */
export async function sendFile(
  name: string,
  type: string,
  pieces: Parameters<typeof streamBytes>[0],
  headers: Record<string, string> = {},
): Promise<Response> {
  return new Response(await streamBytes(pieces), {
    headers: {
      "content-type": type,
      "content-disposition": `attachment; filename="${name}"`,
      "x-accel-buffering": "no",
      ...headers,
    },
  });
}

export const csvType = "text/csv; charset=utf-8";
