import "server-only";
import { stopping } from "@/lib/stopping";

/**
 * A body to send, made as fast as it is taken and no faster: the first piece is made at once, so that what refuses does
 * so before anything is sent; a reader that goes away ends the making.
 */
export async function streamBytes(
  pieces: AsyncIterable<string> | AsyncIterable<Uint8Array>,
): Promise<ReadableStream<Uint8Array>> {
  const encoder = new TextEncoder();
  const source: AsyncIterator<string | Uint8Array> = pieces[Symbol.asyncIterator]();
  let next: IteratorResult<string | Uint8Array> | null = await source.next();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const piece = next ?? (await source.next());
        next = null;
        if (piece.done) controller.close();
        else controller.enqueue(typeof piece.value === "string" ? encoder.encode(piece.value) : piece.value);
      },
      async cancel() {
        try {
          await source.return?.();
        } catch (error) {
          // A server that ends cuts its readers off, and its database goes too.
          if (!stopping().aborted) throw error;
        }
      },
    },
    { highWaterMark: 1 },
  );
}
