/** A member of an archive: its path with `/`, its length, and its content when its turn comes. */
export type TarMember = { path: string; bytes: number; content: () => Promise<AsyncIterable<Uint8Array>> };

const BLOCK = 512;
/** What the eleven octal digits of a header can say; longer files say their size in an extended header. */
const MOST_OCTAL = 0o77777777777;
const encoder = new TextEncoder();

/**
 * A tar archive (POSIX.1-2001, ustar with pax headers where a path is not ASCII or longer than 100 bytes) as it is read,
 * member after member. No time, owner or right of this machine is in it: equal members are equal bytes.
 */
export async function* writeTar(members: AsyncIterable<TarMember>): AsyncGenerator<Uint8Array> {
  for await (const member of members) {
    const { path, bytes } = member;
    const name = encoder.encode(path);
    const isLong = name.length > 100 || name.length !== path.length;
    const records = [
      ...(isLong ? [paxRecord("path", path)] : []),
      ...(bytes > MOST_OCTAL ? [paxRecord("size", String(bytes))] : []),
    ];
    if (records.length > 0) {
      const text = encoder.encode(records.join(""));
      yield header("PaxHeader", text.length, "x");
      yield padded(text);
    }
    yield header(isLong ? "member" : path, Math.min(bytes, MOST_OCTAL), "0");
    let written = 0;
    for await (const piece of await member.content()) {
      written += piece.length;
      yield piece;
    }
    if (written !== bytes) throw new RangeError(`“${path}” has ${written} bytes where ${bytes} were told.`);
    if (bytes % BLOCK !== 0) yield new Uint8Array(BLOCK - (bytes % BLOCK));
  }
  yield new Uint8Array(2 * BLOCK);
}

/** "LENGTH KEY=VALUE\n", where the length counts its own digits. */
function paxRecord(key: string, value: string): string {
  const rest = encoder.encode(` ${key}=${value}\n`).length;
  let length = rest + 1;
  while (rest + String(length).length !== length) length = rest + String(length).length;
  return `${length} ${key}=${value}\n`;
}

function padded(content: Uint8Array): Uint8Array {
  const whole = new Uint8Array(Math.ceil(content.length / BLOCK) * BLOCK);
  whole.set(content);
  return whole;
}

function header(name: string, bytes: number, type: "0" | "x"): Uint8Array {
  const block = new Uint8Array(BLOCK);
  const put = (at: number, text: string) => block.set(encoder.encode(text), at);
  const octal = (value: number, digits: number) => value.toString(8).padStart(digits, "0");
  put(0, name);
  put(100, "0000644\0");
  put(108, "0000000\0");
  put(116, "0000000\0");
  put(124, `${octal(bytes, 11)}\0`);
  put(136, "00000000000\0");
  put(148, " ".repeat(8));
  put(156, type);
  put(257, "ustar\x0000");
  const sum = block.reduce((all, byte) => all + byte, 0);
  put(148, `${octal(sum, 6)}\0 `);
  return block;
}
