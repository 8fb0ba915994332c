import { z } from "zod";
import { blockableChecks } from "@/lib/checks/schema";
import type { ProjectRoleName } from "@/lib/policy";
import { suggestionViews } from "@/lib/suggestions/schema";
import { annotationKinds, layerModes, reviewPolicies, truthScales } from "@/lib/vocabulary";

export const templateCodes = ["claims-and-sources", "attribution-only", "reuse-only"] as const;
export type TemplateCode = (typeof templateCodes)[number];

/** How the screens name and explain the templates. */
export const templateTerms: Record<TemplateCode, { label: string; help: string }> = {
  "claims-and-sources": {
    label: "Claims and sources",
    help: "Who claims what, on whose word, copied from where. All three kinds of mark.",
  },
  "attribution-only": {
    label: "Attribution only",
    help: "Who is quoted, with which word, saying what. Only attributions are marked.",
  },
  "reuse-only": {
    label: "Reuse only",
    help: "Which passages were copied or retold, how closely, and what was lost. Only duplicates are marked.",
  },
};

export const takeOrders = ["priority", "oldest", "random"] as const;

/** How the screens name and explain the order in which articles are offered. */
export const takeOrderTerms: Record<(typeof takeOrders)[number], { label: string; help: string }> = {
  priority: { label: "By priority", help: "The highest priority first; among equals the oldest." },
  oldest: { label: "Oldest first", help: "As they came in, whatever their priority." },
  random: { label: "At random", help: "In one random order, the same for everybody, made from a seed." },
};

/** How the screens name the truth scales of claim cards. */
export const truthScaleTerms: Record<(typeof truthScales)[number], string> = {
  credibility: "Credibility, 1 to 6",
  verdict: "Verdict: supported, refuted …",
  both: "Both",
};

const name = z
  .string("Write a name.")
  .trim()
  .min(1, "Write a name.")
  .refine((text) => Array.from(text).length <= 100, "A name has at most 100 characters.");
const description = z
  .string()
  .trim()
  .refine((text) => Array.from(text).length <= 500, "At most 500 characters.")
  .default("");

export const createProjectInput = z.object({
  name,
  description,
  template: z.enum(templateCodes, "Choose a template."),
});
export type CreateProjectInput = z.output<typeof createProjectInput>;

const wholeNumber = z.coerce.number("Write a number.").int("Write a whole number.");
const checkbox = z.preprocess((value) => value === true || value === "on", z.boolean());

/** A limit on somebody's articles; left empty it is none. */
export const limit = z.preprocess(
  (value) => (value === "" || value === undefined || value === null ? null : value),
  wholeNumber.min(1, "At least 1, or leave it empty.").max(1_000, "At most 1000.").nullable(),
);

/** Everything a manager sets, with the revision of the project that the form was made from. */
export const settingsInput = z.object({
  slug: z.string(),
  revision: z.coerce.number().int(),
  name,
  description,
  kinds: z.array(z.enum(annotationKinds)).min(1, "Choose at least one kind of mark.").default([]),
  annotatorsPerArticle: wholeNumber.min(1, "At least one.").max(20, "At most 20."),
  layerMode: z.enum(layerModes, "Choose how annotators work."),
  reviewPolicy: z.enum(reviewPolicies, "Choose what is reviewed."),
  samplePercent: wholeNumber.min(1, "At least 1 per cent.").max(100, "At most 100 per cent."),
  hideNames: checkbox,
  needsSignOff: checkbox,
  showsOthersAfter: checkbox,
  truthScale: z.enum(truthScales, "Choose a scale."),
  blockingChecks: z.array(z.enum(blockableChecks, "Choose of the checks shown.")).max(50).default([]),
  showSuggestions: z.enum(suggestionViews, "Choose when suggestions show.").default("never"),
  leaseMinutes: wholeNumber.min(15, "At least 15 minutes.").max(20_160, "At most two weeks (20160 minutes)."),
  takeOrder: z.enum(takeOrders, "Choose an order.").default("priority"),
  orderSeed: wholeNumber.min(0, "At least 0.").max(1_000_000, "At most 1000000.").default(1),
  mostOpen: limit,
  mostPerWeek: limit,
  goldPercent: wholeNumber.min(0, "At least 0 per cent.").max(50, "At most 50 per cent.").default(0),
  showsCalibration: checkbox,
  showsGoldResults: checkbox,
});
export type SettingsInput = z.output<typeof settingsInput>;

/** A project's settings as they are. */
export type ProjectSettings = Omit<SettingsInput, "kinds"> & {
  projectId: string;
  kinds: string[];
  template: string;
  createdAt: string;
};

/** A project in the list of one's own. */
export type ProjectSummary = {
  slug: string;
  name: string;
  description: string;
  template: string;
  role: ProjectRoleName;
  members: number;
  createdAt: string;
};

/** What one changed setting does to the articles that are there already. */
export type SettingEffect = {
  label: string;
  from: string;
  to: string;
  open: string;
  submitted: string;
  finished: string;
};

/** What saving would do; `touchesArticles` is false where nothing that exists is treated otherwise than before. */
export type SettingsPreview = {
  revision: number;
  counts: { open: number; submitted: number; finished: number };
  effects: SettingEffect[];
  touchesArticles: boolean;
};
