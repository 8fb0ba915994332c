/** A member of an archive as it is read: its content must be taken to its end before the next one is asked for. */
export type ReadMember = { path: string; bytes: number; content: AsyncGenerator<Uint8Array> };

const BLOCK = 512;

/**
 * The files of a tar archive (ustar and pax), one after the other, in whatever pieces it comes; anything that is no
 * ordinary file is passed over. Throws RangeError for what is cut off or no archive.
 */
export async function* readTar(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<ReadMember> {
  const input = takeFrom(pieces);
  let extended: Map<string, string> = new Map();
  for (;;) {
    const block = await input.exactly(BLOCK);
    if (block === null || block.every((byte) => byte === 0)) return;
    const type = String.fromCharCode(block[156] ?? 0);
    const said = octal(block, 124, 12);
    const bytes = type === "x" ? said : Number(extended.get("size") ?? said);
    if (!Number.isSafeInteger(bytes) || bytes < 0 || sumOf(block) !== octal(block, 148, 8))
      throw new RangeError("This is no tar archive, or it is damaged.");
    if (type === "x") {
      if (bytes > 1024 * 1024) throw new RangeError("A header of the archive is too long.");
      const records = await input.exactly(bytes);
      if (records === null) throw cutOff();
      extended = readPax(records);
      await input.skip(padding(bytes));
      continue;
    }
    const path = extended.get("path") ?? nameOf(block);
    extended = new Map();
    const rest = { bytes };
    const content = input.some(rest);
    if (type === "0" || type === "\0") yield { path, bytes, content };
    for await (const _piece of content);
    await input.skip(rest.bytes + padding(bytes));
  }
}

function cutOff(): RangeError {
  return new RangeError("The archive is cut off.");
}

function padding(bytes: number): number {
  return (BLOCK - (bytes % BLOCK)) % BLOCK;
}

function nameOf(block: Uint8Array): string {
  const [prefix, name] = [text(block, 345, 155), text(block, 0, 100)];
  return prefix === "" ? name : `${prefix}/${name}`;
}

function text(block: Uint8Array, at: number, length: number): string {
  const field = block.subarray(at, at + length);
  const end = field.indexOf(0);
  return new TextDecoder().decode(end < 0 ? field : field.subarray(0, end));
}

function octal(block: Uint8Array, at: number, length: number): number {
  const digits = text(block, at, length).trim();
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number.NaN;
}

function sumOf(block: Uint8Array): number {
  return block.reduce((sum, byte, place) => sum + (place >= 148 && place < 156 ? 32 : byte), 0);
}

/** Records "LENGTH KEY=VALUE\n", the length in bytes and of the whole record. */
function readPax(content: Uint8Array): Map<string, string> {
  const records = new Map<string, string>();
  let at = 0;
  while (at < content.length) {
    const space = content.indexOf(32, at);
    const length = Number(new TextDecoder().decode(content.subarray(at, space)));
    if (space < 0 || !Number.isSafeInteger(length) || length < 5)
      throw new RangeError("A header of the archive is damaged.");
    const record = new TextDecoder().decode(content.subarray(space + 1, at + length - 1));
    const equals = record.indexOf("=");
    records.set(record.slice(0, equals), record.slice(equals + 1));
    at += length;
  }
  return records;
}

function takeFrom(pieces: AsyncIterable<Uint8Array>) {
  const source = pieces[Symbol.asyncIterator]();
  let held = new Uint8Array();
  async function more(): Promise<boolean> {
    if (held.length > 0) return true;
    for (;;) {
      const next = await source.next();
      if (next.done) return false;
      if (next.value.length === 0) continue;
      held = new Uint8Array(next.value);
      return true;
    }
  }
  function take(most: number): Uint8Array {
    const piece = held.subarray(0, most);
    held = held.subarray(piece.length);
    return piece;
  }
  async function* some(left: { bytes: number }): AsyncGenerator<Uint8Array> {
    while (left.bytes > 0) {
      if (!(await more())) throw cutOff();
      const piece = take(left.bytes);
      left.bytes -= piece.length;
      yield piece;
    }
  }
  return {
    some,
    /** The next bytes, all at once; null where there are none at all any more. */
    async exactly(bytes: number): Promise<Uint8Array | null> {
      if (bytes > 0 && !(await more())) return null;
      const whole = new Uint8Array(bytes);
      let at = 0;
      for await (const piece of some({ bytes })) {
        whole.set(piece, at);
        at += piece.length;
      }
      return whole;
    },
    async skip(bytes: number): Promise<void> {
      for await (const _piece of some({ bytes }));
    },
  };
}
