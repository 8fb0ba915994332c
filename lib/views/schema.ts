import { z } from "zod";

export const viewPlaces = ["review", "marks"] as const;
export type ViewPlace = (typeof viewPlaces)[number];

/** Saved filters: the list's address after the question mark, without a place in it, under a name. */
export type SavedViewDto = {
  id: string;
  name: string;
  query: string;
  isShared: boolean;
  isOwn: boolean;
  owner: string;
};

export const saveViewInput = z.object({
  slug: z.string(),
  place: z.enum(viewPlaces),
  name: z.string().trim().min(1, "Give it a name.").max(80, "At most 80 characters."),
  query: z.string().max(2_000),
  isShared: z.preprocess((value) => value === "on" || value === true, z.boolean()),
});
export type SaveViewInput = z.output<typeof saveViewInput>;

export const deleteViewInput = z.object({ slug: z.string(), id: z.uuid() });
export type DeleteViewInput = z.output<typeof deleteViewInput>;
