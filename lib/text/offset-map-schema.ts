import { z } from "zod";

const count = z.int().nonnegative();

/** Reads an `OffsetMap` back from stored JSON. */
export const offsetMapSchema = z.object({
  rawLength: count,
  storedLength: count,
  segments: z.array(z.tuple([count, count, count, count])),
});
