import type { Operation } from "@/lib/api/operation";
import type { ApiCall, BadCall } from "./call";

/** What can be wrong with the headers of a call: the revision it rests on, and the key that tells repeats. */
export function badHeaders(operation: Operation, good: ApiCall): BadCall[] {
  const all: BadCall[] = [];
  if (operation.needsRevision)
    all.push(
      { what: "no If-Match", call: { ...good, revision: undefined }, status: 428, code: "revision-required" },
      {
        what: "another If-Match",
        call: { ...good, revision: (good.revision ?? 0) + 1_000 },
        status: 412,
        code: "stale-revision",
      },
      {
        what: "If-Match of no revision",
        call: { ...good, revision: undefined, headers: { "if-match": "*" } },
        status: 400,
        code: "bad-if-match",
      },
    );
  if (operation.method !== "GET")
    all.push({ what: "a short key", call: { ...good, key: "k" }, status: 400, code: "bad-idempotency-key" });
  if (operation.repeats === "command")
    all.push({
      what: "no key",
      call: { ...good, key: undefined },
      status: 400,
      code: "idempotency-key-required",
    });
  return all;
}
