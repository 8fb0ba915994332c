import { z } from "zod";

export type Json = z.infer<typeof jsonValue>;
const jsonValue = z.json();
export type JsonPath = (string | number)[];

/** A string in a tree of JSON, and where. */
export type Leaf = { path: JsonPath; value: string };

/** Every string of a tree in the order of its keys; names of keys are none. */
export function* listLeaves(tree: Json, path: JsonPath = []): Generator<Leaf> {
  if (typeof tree === "string") yield { path, value: tree };
  else if (Array.isArray(tree))
    for (const [place, member] of tree.entries()) yield* listLeaves(member, [...path, place]);
  else if (tree !== null && typeof tree === "object")
    for (const [key, member] of Object.entries(tree)) yield* listLeaves(member, [...path, key]);
}

/** A copy of a tree in which `change` has answered every value, from the leaves up; keys keep their order. */
export function mapTree(
  tree: Json,
  change: (value: Json, path: JsonPath) => Json,
  path: JsonPath = [],
): Json {
  if (Array.isArray(tree))
    return change(
      tree.map((member, place) => mapTree(member, change, [...path, place])),
      path,
    );
  if (tree !== null && typeof tree === "object") {
    const entries = Object.entries(tree).map(([key, member]) => [
      key,
      mapTree(member, change, [...path, key]),
    ]);
    return change(Object.fromEntries(entries), path);
  }
  return change(tree, path);
}

/** `mapTree` over the members of an object. */
export function mapMembers(
  tree: Readonly<Record<string, Json>>,
  change: (value: Json, path: JsonPath) => Json,
): Record<string, Json> {
  return Object.fromEntries(
    Object.entries(tree).map(([key, member]) => [key, mapTree(member, change, [key])]),
  );
}

/** One string for a path, different for different ones. */
export function pathKey(path: JsonPath): string {
  return JSON.stringify(path);
}
