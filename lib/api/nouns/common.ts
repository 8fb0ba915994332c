import { z } from "zod";

export const id = z.uuid();
/** A project's name in an address. */
export const slug = z.string().min(1).max(200);

/** The words of a path under a project. */
export function under<S extends z.core.$ZodLooseShape>(shape: S) {
  return z.strictObject({ slug, ...shape });
}

/** A project alone. */
export const inProject = z.strictObject({ slug });

/** A page of a list: `next` and `previous` are cursors, null at either end. */
export function pageOf<S extends z.ZodType>(item: S) {
  return z.strictObject({
    items: z.array(item),
    next: z.string().nullable(),
    previous: z.string().nullable(),
  });
}

/** A list that is never long. */
export function listOf<S extends z.ZodType>(item: S) {
  return z.strictObject({ items: z.array(item) });
}

/** Where in a list a page begins: what `next` or `previous` said. */
export const cursor = z.string().min(1).max(2_000).optional();
export const paged = z.strictObject({ cursor });
