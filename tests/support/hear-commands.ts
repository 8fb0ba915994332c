import { afterEach, beforeEach, vi } from "vitest";

/**
 * What the command line says during each test of the calling file, a line an entry, both streams in order; progress is
 * swallowed. Most of it goes to standard error, which is no fault of the code here.
 */
export function hearCommands(): string[] {
  const said: string[] = [];
  beforeEach(() => {
    said.length = 0;
    const hear = (...words: unknown[]) => void said.push(words.map(String).join(" "));
    vi.spyOn(console, "error").mockImplementation(hear);
    vi.spyOn(console, "log").mockImplementation(hear);
    vi.spyOn(process.stderr, "write").mockImplementation(() => true);
  });
  // console.error is given back by the set-up of every test.
  afterEach(() => {
    vi.mocked(console.log).mockRestore();
    vi.mocked(process.stderr.write).mockRestore();
  });
  return said;
}
