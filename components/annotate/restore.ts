import type { DeletedMark } from "@/lib/layers/history-schema";
import { endsOf } from "@/lib/layers/plan";
import { type LayerObject, type ObjectInput, type Operation, toInput } from "@/lib/layers/schema";

/**
 * The operations that bring a deleted mark back as it was, with those of its links whose other ends are still there. What
 * was nested in it, or rested on it for other claims, is left as it is now.
 */
export function restoreMark(
  { object, links }: DeletedMark,
  objects: ReadonlyMap<string, LayerObject>,
): Operation[] {
  const isThere = (id: string) => id === object.id || objects.get(id)?.deleted === false;
  const input = toInput(object);
  const alone = input.type === "annotation" && input.nestedInId !== null && !isThere(input.nestedInId);
  const mark: ObjectInput = alone ? { ...input, nestedInId: null } : input;
  const back = links.flatMap((link): Operation[] => {
    if (!link.deleted || !endsOf(link).every(isThere)) return [];
    return [{ op: "put", object: toInput(link), revision: link.revision }];
  });
  return [{ op: "put", object: mark, revision: object.revision }, ...back];
}
