import "server-only";
import type { Method, Operation } from "@/lib/api/operation";
import { operations } from "@/lib/api/operations";

/** What a method and a path mean: an operation with the words of its path, a path of other methods, or nothing. */
export type Match =
  | { kind: "found"; operation: Operation; params: Record<string, string> }
  | { kind: "other-method"; allowed: Method[] }
  | { kind: "nothing" };

const bySegments = operations.map((operation) => ({ operation, parts: operation.path.split("/").slice(1) }));

/** The operation that answers `method` (HEAD as GET) at a path after /api/v1; fixed words go before names. */
export function findOperation(method: string, path: string): Match {
  const words = path.split("/").slice(1);
  const fitting = bySegments
    .filter(({ parts }) => parts.length === words.length && parts.every((part, i) => fits(part, words[i])))
    .sort((a, b) => countNames(a.parts) - countNames(b.parts));
  const least = fitting[0] ? countNames(fitting[0].parts) : 0;
  const here = fitting.filter(({ parts }) => countNames(parts) === least);
  if (here.length === 0) return { kind: "nothing" };
  const wanted = method === "HEAD" ? "GET" : method;
  const found = here.find(({ operation }) => operation.method === wanted);
  if (!found) return { kind: "other-method", allowed: here.map(({ operation }) => operation.method) };
  const params = found.parts.flatMap((part, i) =>
    part.startsWith("{") ? [[part.slice(1, -1), decode(words[i] ?? "")]] : [],
  );
  return { kind: "found", operation: found.operation, params: Object.fromEntries(params) };
}

function fits(part: string, word: string | undefined): boolean {
  return part.startsWith("{") ? word !== undefined && word !== "" : part === word;
}

function countNames(parts: readonly string[]): number {
  return parts.filter((part) => part.startsWith("{")).length;
}

function decode(word: string): string {
  try {
    return decodeURIComponent(word);
  } catch {
    return word;
  }
}
