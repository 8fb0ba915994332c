import "server-only";

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
        await source.return?.();
      },
    },
    { highWaterMark: 1 },
  );
}
