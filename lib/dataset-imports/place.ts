import type { Fault } from "@/lib/dataset-imports/schema";

/** Where something in a file stands, in words. */
export function placeOf({ file, line }: Pick<Fault, "file" | "line">): string {
  return line === null ? file : `${file}, line ${line}`;
}
