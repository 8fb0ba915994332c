import { performance } from "node:perf_hooks";
import { corroborate } from "@/lib/corroboration/corroborate";
import { corroborationInputSchema } from "@/lib/corroboration/schema";
import { report, round } from "./context.mts";

const TRIES = 5;

/** One card of `count` mentions, chained, copied and judged as badly as real ones are, from JSON to result. */
function makeText(count: number): string {
  const ids = Array.from({ length: count }, (_, at) => String(at));
  const rest = ids.slice(1);
  return JSON.stringify({
    roots: ids.map((id) => ({ id, name: `Root ${id}`, kind: "organisation" })),
    attributions: ids.map((id, at) => ({
      id,
      root: at % 7 === 0 ? null : id,
      // Chains of ten: each relays or analyses the one before it.
      restsOn:
        at % 10 === 0 ? [] : [{ attribution: ids[at - 1], type: at % 10 === 5 ? "analyses" : "relays" }],
    })),
    dependencies: rest.map((id, at) => ({ a: id, b: String(at), level: at % 2 ? "known" : "possible" })),
    claims: [
      {
        id: "card",
        mentions: ids.map((id, at) => ({
          id,
          article: String(at >> 2),
          attribution: id,
          stance: at % 50 === 0 ? "denies" : "asserts",
          quantity: { value: at, qualifier: "about", unit: "houses" },
        })),
        reuse: rest
          .slice(0, count / 2)
          .map((id, at) => ({ a: id, b: String(at >> 1), original: at % 3 ? String(at >> 1) : null })),
      },
    ],
  });
}

function measure(text: string): number {
  let best = Number.POSITIVE_INFINITY;
  for (let at = 0; at < TRIES; at += 1) {
    const start = performance.now();
    corroborate(corroborationInputSchema.parse(JSON.parse(text)));
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

/** 10,000 mentions on one card against 1,000: ten times the mentions should cost ten times the time, and under a second. */
export async function benchCorroborate(): Promise<void> {
  const small = measure(makeText(1_000));
  const large = measure(makeText(10_000));
  report("corroborate", {
    ratio: round(large / small),
    target: "<= 20",
    ms: round(large),
    targetMs: "<= 1000",
    mentions: 10_000,
    msOf1000: round(small),
  });
}
