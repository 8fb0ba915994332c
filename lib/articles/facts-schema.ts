import { z } from "zod";
import type { ArticleText } from "@/lib/articles/text-schema";
import { parsePublished } from "@/lib/intake/dates";
import { derivations, translatedStates } from "@/lib/vocabulary";

/** An empty field of a form, or one left out, is nothing. */
export const blankIsNone = (value: unknown) => (value === "" || value === undefined ? null : value);
const line = (most: number) =>
  z.preprocess(
    blankIsNone,
    z
      .string()
      .trim()
      .transform((text) => text.normalize("NFC"))
      .refine((text) => Array.from(text).length <= most, `At most ${most} characters.`)
      .nullable(),
  );
const language = z.preprocess(
  blankIsNone,
  z
    .string()
    .trim()
    .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, "Write a language tag like en, uk or pt-BR.")
    .nullable(),
);
/** A moment as a page gives it, with or without a zone; an empty one is null. */
export const publishedTime = z.preprocess(
  blankIsNone,
  z
    .string()
    .trim()
    .refine((text) => parsePublished(text) !== null, {
      error:
        "Write a date like 2026-03-01, with its time and zone if the page gives them: 2026-03-01T08:30+02:00.",
    })
    .nullable(),
);
const articleReference = z.preprocess(
  blankIsNone,
  z
    .string()
    .trim()
    .transform((text) => text.match(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/i)?.[0] ?? text)
    .pipe(z.uuid("Paste the address of an article of this project."))
    .nullable(),
);

/** The facts of an article as the form sends them, with the revision that the form was made from; blank is unknown. */
export const factsInput = z.object({
  articleId: z.uuid(),
  revision: z.coerce.number().int(),
  title: z
    .string("Write a title.")
    .trim()
    .min(1, "Write a title.")
    .transform((text) => text.normalize("NFC"))
    .refine((text) => Array.from(text).length <= 500, "At most 500 characters."),
  publisher: line(300),
  credits: z
    .string()
    .default("")
    .transform((text) => [
      ...new Set(
        text
          .normalize("NFC")
          .split("\n")
          .map((name) => name.trim())
          .filter((name) => name !== ""),
      ),
    ])
    .refine(
      (names) => names.length <= 20 && names.every((name) => name.length <= 300),
      "At most 20 lines of 300 characters.",
    ),
  byline: line(500),
  url: z.preprocess(
    blankIsNone,
    z
      .url({ protocol: /^https?$/, error: "Write a web address that begins with https://." })
      .max(2_000)
      .nullable(),
  ),
  published: publishedTime,
  language,
  originalLanguage: language,
  translated: z.enum(translatedStates, "Choose one."),
  derivation: z.preprocess(blankIsNone, z.enum(derivations).nullable()),
  derivesFrom: articleReference,
  /** Left as it is where nothing is said. */
  licence: line(1_000).optional(),
});
export type FactsInput = z.output<typeof factsInput>;

/** A place to annotate an article, as far as the reader may know of it. */
export type SlotDto = {
  id: string;
  ordinal: number;
  person: string | null;
  state: string;
  isOwn: boolean;
  /** `ordinary` to everybody but managers, who are told which are for calibration or on gold, and whom one is kept for. */
  kind: string;
  keptFor: string | null;
};

/** A layer that the reader may see. */
export type LayerSummary = {
  id: string;
  kind: string;
  state: string;
  owner: string | null;
  isOwn: boolean;
  isNothingToMark: boolean;
  /** The number of the article's text that it is of. */
  version: number;
  submittedAt: string | null;
};

/** An article with its facts, and the work on it that the reader may see. */
export type ArticleDto = {
  id: string;
  number: string;
  revision: number;
  stage: string;
  layerMode: string;
  derivation: string | null;
  derivesFrom: { id: string; title: string } | null;
  /** Terms of its own, under which its text may be passed on, and those noted of its publisher, which they stand before. */
  licence: string | null;
  publisherLicence: string | null;
  batch: { id: string; label: string };
  createdAt: string;
  text: ArticleText;
  /** The credits as the page writes them; `text.credits` has the sources' names where they are known. */
  creditNames: string[];
  slots: SlotDto[];
  layers: LayerSummary[];
  /** The reader works on this article and has not handed in, so that nothing of others is shown. */
  isBlind: boolean;
  canPrepare: boolean;
  /** Told to managers, and to others where the project says so. */
  isCalibration: boolean;
  /** For whoever assigns; null for others. */
  desk: { priority: number; isGold: boolean } | null;
};
