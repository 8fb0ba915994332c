import type { LayerObject } from "@/lib/layers/schema";

/** Objects as a plan is about to leave them. */
export type Objects = { get: (id: string) => LayerObject | undefined; values: () => Iterable<LayerObject> };

/** What is set stands over the objects below, which are not copied: a layer may hold ten thousand, a command touches few. */
export function layOver(
  below: ReadonlyMap<string, LayerObject>,
): Objects & { set: Map<string, LayerObject>["set"] } {
  const above = new Map<string, LayerObject>();
  return {
    get: (id) => above.get(id) ?? below.get(id),
    set: (id, object) => above.set(id, object),
    *values() {
      for (const object of below.values()) yield above.get(object.id) ?? object;
      for (const object of above.values()) if (!below.has(object.id)) yield object;
    },
  };
}
