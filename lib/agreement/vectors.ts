import { z } from "zod";
import { computeVector } from "@/lib/agreement/vector-measures";
import { badInput } from "@/lib/errors";

const vector = z.object({
  id: z.string(),
  measure: z.string(),
  data: z.record(z.string(), z.unknown()),
  expected: z.union([z.record(z.string(), z.unknown()), z.array(z.string())]),
});
const file = z.union([
  z.array(z.unknown()),
  z.object({ vectors: z.array(z.unknown()) }).transform((all) => all.vectors),
]);

/** What was computed of one vector; `problem` says why all is null where its data cannot be read. */
export type ComputedVector = {
  id: string;
  computed: Record<string, number | null>;
  problem: string | null;
};

/**
 * Computes a file of worked examples (`{ "vectors": [{ id, measure, data, expected }] }`) one after another: for each
 * key of `expected` a number, or null where the measure is undefined or does not know the key. Throws badInput
 * `not-json` and `invalid-input` for a file of another shape, with the first vector that is none.
 */
export async function* computeVectors(text: string): AsyncGenerator<ComputedVector> {
  for (const { id, measure, data, expected } of readVectors(text)) {
    const keys = Array.isArray(expected) ? expected : Object.keys(expected);
    const nothing = Object.fromEntries(keys.map((key) => [key, null]));
    try {
      const found = await computeVector(measure, data, keys);
      if (keys.length === 0) throw new RangeError("Its expected names no key, so that nothing is asked for.");
      const computed = Object.fromEntries(keys.map((key) => [key, found.get(key) ?? null]));
      yield { id, computed, problem: null };
    } catch (error) {
      if (error instanceof z.ZodError) yield { id, computed: nothing, problem: z.prettifyError(error) };
      else if (error instanceof RangeError) yield { id, computed: nothing, problem: error.message };
      else throw error;
    }
  }
}

function readVectors(text: string): z.infer<typeof vector>[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw badInput("not-json", "The file is not JSON.");
  }
  const parsed = file.safeParse(json);
  if (!parsed.success)
    throw badInput("invalid-input", "The file holds no vectors of id, measure, data and expected.");
  return parsed.data.map((one, place) => {
    const read = vector.safeParse(one);
    if (read.success) return read.data;
    const { message, path } = read.error.issues[0] ?? { message: "Invalid input", path: [] };
    const where = [`Vector ${place + 1}`, ...path.map(String)].join(", ");
    throw badInput("invalid-input", `${where}: ${message}.`, { issues: read.error.issues });
  });
}
