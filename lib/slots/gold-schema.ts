import { z } from "zod";

export const goldInput = z.object({ slug: z.string(), articleId: z.uuid() });
export type GoldInput = z.output<typeof goldInput>;

/** An article with gold or one whose gold is being made; `measured` counts the people measured on it. */
export type GoldArticle = {
  articleId: string;
  title: string;
  layerId: string;
  isInUse: boolean;
  marks: number;
  measured: number;
  exact: number | null;
};

/** How a person did on gold: the mean span F1 over articles where it is defined, and how many they were. */
export type GoldPerson = {
  userId: string;
  name: string;
  articles: number;
  exact: number | null;
  overlap: number | null;
};
