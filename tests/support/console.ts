import { afterEach, beforeEach, vi } from "vitest";

// What is written to console.error is a fault nobody looked at: the test that caused it fails.
const errors: string[] = [];

beforeEach(() => {
  errors.length = 0;
  vi.spyOn(console, "error").mockImplementation((...words: unknown[]) => {
    errors.push(words.map(String).join(" "));
  });
});

afterEach(() => {
  vi.mocked(console.error).mockRestore();
  if (errors.length > 0) throw new Error(`console.error was called: ${errors.join("\n")}`);
});
