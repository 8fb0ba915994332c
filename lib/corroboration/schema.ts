import { z } from "zod";

const id = z.string().min(1);
const none = <T extends z.ZodType>(inner: T) => inner.nullish().transform((value) => value ?? null);
const list = <T extends z.ZodType>(inner: T) =>
  z
    .array(inner)
    .nullish()
    .transform((value) => value ?? []);

/** A source to which chains lead. A null or blank name, or the kind `unnamed`, is somebody without a name. */
const rootSchema = z.object({ id, name: z.string().nullish(), kind: none(z.string()) });

const restsOnSchema = z.object({
  attribution: none(id),
  root: none(id),
  type: z.enum(["relays", "analyses"]),
});

const attributionSchema = z.object({
  id,
  root: none(id),
  nestedIn: none(id),
  restsOn: list(restsOnSchema),
});

export const dependencyLevels = ["known", "possible", "independent"] as const;

const dependencySchema = z.object({ a: id, b: id, level: z.enum(dependencyLevels), why: none(z.string()) });

/**
 * What is counted: one value, or a minimum and maximum, with its unit and the date (`asOf`) or `period` it holds for;
 * of the two the date is taken where both are given.
 */
export const quantitySchema = z.object({
  value: none(z.number()),
  min: none(z.number()),
  max: none(z.number()),
  qualifier: none(z.enum(["exact", "about", "at-least", "more-than", "at-most", "range", "vague"])),
  counted: none(z.string()),
  unit: none(z.string()),
  asOf: none(z.string()),
  period: none(z.string()),
});

/** One (claim span, attribution) pair; own reporting is an attribution whose root is the outlet. */
const mentionSchema = z.object({
  id,
  article: none(z.string()),
  attribution: none(id),
  stance: z
    .enum(["asserts", "denies", "questions"])
    .nullish()
    .transform((value) => value ?? "asserts"),
  kind: z
    .enum(["factual", "assessment", "prediction"])
    .nullish()
    .transform((value) => value ?? "factual"),
  quantity: none(z.union([z.number().transform((value) => quantitySchema.parse({ value })), quantitySchema])),
});

/** One confirmed reuse that joins two mentions; `original` is the one of both that came first, or null. */
const reuseSchema = z.object({ a: id, b: id, original: none(id) });

const claimSchema = z.object({
  id,
  statement: none(z.string()),
  card: z
    .enum(["content", "speech-act"])
    .nullish()
    .transform((value) => value ?? "content"),
  mentions: list(mentionSchema),
  reuse: list(reuseSchema),
});

/** What can be wrong with the ids of an input: the stable codes of those refusals. */
export type ReferenceCode = "duplicate-id" | "unknown-reference" | "self-dependency" | "wrong-original";

/**
 * The input of `corroborate`: every id that is named must be defined in the same file, once. What breaks that is a
 * custom issue whose `params` hold its `ReferenceCode` and the ids.
 */
export const corroborationInputSchema = z
  .object({
    roots: list(rootSchema),
    attributions: list(attributionSchema),
    dependencies: list(dependencySchema),
    claims: list(claimSchema),
  })
  .superRefine((input, context) => {
    const complain = (code: ReferenceCode, ids: string[], message: string) =>
      context.addIssue({ code: "custom", message, params: { code, ids } });
    const collect = (what: string, entries: readonly { id: string }[]) => {
      const ids = new Set<string>();
      for (const entry of entries) {
        if (ids.has(entry.id))
          complain("duplicate-id", [entry.id], `The ${what} id "${entry.id}" is used twice.`);
        ids.add(entry.id);
      }
      return ids;
    };
    const roots = collect("root", input.roots);
    const attributions = collect("attribution", input.attributions);
    const expect = (ids: Set<string>, wanted: string | null, who: string, what: string) => {
      if (wanted !== null && !ids.has(wanted))
        complain("unknown-reference", [wanted], `${who} names the unknown ${what} "${wanted}".`);
    };
    collect("claim", input.claims);
    for (const attribution of input.attributions) {
      const who = `Attribution "${attribution.id}"`;
      expect(roots, attribution.root, who, "root");
      expect(attributions, attribution.nestedIn, who, "attribution");
      for (const ground of attribution.restsOn) {
        expect(roots, ground.root, who, "root");
        expect(attributions, ground.attribution, who, "attribution");
      }
    }
    for (const dependency of input.dependencies) {
      expect(roots, dependency.a, "A dependency", "root");
      expect(roots, dependency.b, "A dependency", "root");
      if (dependency.a === dependency.b)
        complain("self-dependency", [dependency.a], `Root "${dependency.a}" cannot depend on itself.`);
    }
    for (const claim of input.claims) {
      const mentions = collect(`mention (claim "${claim.id}")`, claim.mentions);
      const who = `Claim "${claim.id}"`;
      for (const mention of claim.mentions) expect(attributions, mention.attribution, who, "attribution");
      for (const reuse of claim.reuse) {
        expect(mentions, reuse.a, who, "mention");
        expect(mentions, reuse.b, who, "mention");
        if (reuse.original !== null && reuse.original !== reuse.a && reuse.original !== reuse.b) {
          const message = `${who} gives a reuse of "${reuse.a}" and "${reuse.b}" with another original.`;
          complain("wrong-original", [reuse.a, reuse.b, reuse.original], message);
        }
      }
    }
  });

export type CorroborationInput = z.output<typeof corroborationInputSchema>;
export type CorroborationFile = z.input<typeof corroborationInputSchema>;
export type CorroborationClaim = CorroborationInput["claims"][number];
export type CorroborationMention = CorroborationClaim["mentions"][number];
export type Quantity = z.output<typeof quantitySchema>;
