import { z } from "zod";

/** What a token may be allowed, in the order in which screens list it; each names what its person could do by hand. */
export const tokenScopes = ["read", "annotate", "review", "rate", "manage", "release", "predict"] as const;
export type TokenScope = (typeof tokenScopes)[number];

export const scopeTerms: Record<TokenScope, { label: string; help: string }> = {
  read: { label: "Read", help: "Reads what you may read, and changes nothing." },
  annotate: { label: "Annotate", help: "Takes articles, marks them, hands them in, pins observations." },
  review: { label: "Review", help: "Decides places, finishes reviews, works on claim cards and sources." },
  rate: { label: "Rate", help: "Rates sources and the credibility of claims." },
  manage: { label: "Manage", help: "Projects, members, imports, who annotates what, guidelines." },
  release: { label: "Release", help: "Exports datasets and publishes releases." },
  predict: { label: "Predict", help: "Sends suggestions that editors accept or reject." },
};

/** How many days a token may be good for, and how many unless told. */
export const tokenDays = { most: 365, usual: 90 } as const;
/** The most tokens that a person has at a time. */
export const mostTokens = 50;

const blankIsNone = (value: unknown) => (value === "" || value === null ? undefined : value);

/** What the form for a new token sends; `project` is the slug of the one project it shall work in. */
export const createTokenInput = z.object({
  name: z
    .string("Write what it is for.")
    .trim()
    .min(1, "Write what it is for.")
    .max(100, "At most 100 characters."),
  scopes: z.array(z.enum(tokenScopes)).min(1, "Choose at least one thing it may do.").default([]),
  project: z.preprocess(blankIsNone, z.string().max(200).optional()),
  days: z.preprocess(
    blankIsNone,
    z.coerce
      .number("Write a number of days.")
      .int("Write a whole number of days.")
      .min(1, "At least one day.")
      .max(tokenDays.most, `At most ${tokenDays.most} days.`)
      .default(tokenDays.usual),
  ),
});
export type CreateTokenInput = z.output<typeof createTokenInput>;

export const tokenIdInput = z.object({ tokenId: z.uuid() });

/** A token as its person sees it; times are ISO 8601, the secret is known to nobody any more. */
export type TokenDto = {
  id: string;
  name: string;
  /** The beginning of its secret. */
  prefix: string;
  scopes: TokenScope[];
  project: { slug: string; name: string } | null;
  state: "active" | "expired" | "revoked";
  createdAt: string;
  expiresAt: string;
  lastUsedAt: string | null;
};

/** What was made, with the secret, which is shown only now. */
export type CreatedToken = { token: TokenDto; secret: string };

/** Who asks by a token: its person, what it may do, and the one project it is bound to, if any. */
export type TokenGrant = { tokenId: string; scopes: TokenScope[]; projectId: string | null };
