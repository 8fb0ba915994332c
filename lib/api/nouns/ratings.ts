import { z } from "zod";
import { cursor, id, listOf, pageOf } from "@/lib/api/nouns/common";
import { roundDto, roundSourceView, roundSummary, sourceRatings } from "@/lib/api/nouns/rating-answers";
import { inSource } from "@/lib/api/nouns/sources";
import { none, nothing, type Operation, read, write } from "@/lib/api/operation";
import { rateInRound, rateSource } from "@/lib/ratings/commands";
import { decideHouseGrade } from "@/lib/ratings/house-grades";
import { getRound, getRoundSource, listRaters, listRounds } from "@/lib/ratings/round-queries";
import { closeRound, createRound, extendRound, reopenRound } from "@/lib/ratings/rounds";
import {
  createRoundInput,
  type DiagonalDto,
  extendRoundInput,
  houseGradeInput,
  rateInRoundInput,
  rateSourceInput,
} from "@/lib/ratings/schema";
import { getRatingRules, setPersonRating } from "@/lib/ratings/settings";
import { getSourceRatings } from "@/lib/ratings/source-ratings";
import { getTeamDiagonal } from "@/lib/ratings/team-diagonal";
import { ratingRoles } from "@/lib/vocabulary";

const day = z.iso.date().nullable().default(null);
const made = z.strictObject({ id: z.string() });
const rules = z.strictObject({ ratesPersons: z.boolean(), canChange: z.boolean() });
const diagonal = z.strictObject({
  pairs: z.number(),
  onDiagonal: z.number(),
  missing: z.number(),
  share: z.number().nullable(),
}) satisfies z.ZodType<DiagonalDto>;
const inRound = z.strictObject({ roundId: id });

const evidence = {
  evidence: z.array(id).max(50).default([]),
  quoteArticleId: id.optional(),
  quote: z.string().trim().max(2_000).optional(),
};
const rated = rateSourceInput.shape;
const period = { periodFrom: day, periodTo: day };
function isOrdered({ periodFrom, periodTo }: { periodFrom: string | null; periodTo: string | null }) {
  return !periodFrom || !periodTo || periodFrom <= periodTo;
}
const endFirst = { path: ["periodTo"], message: "The end is before the beginning." };

const rateBody = z
  .strictObject({
    grade: rated.grade,
    role: rated.role,
    topic: rated.topic,
    ...period,
    rationale: rated.rationale,
    ...evidence,
  })
  .refine(isOrdered, endFirst);

const round = createRoundInput.shape;
const roundBody = z
  .strictObject({
    name: round.name,
    sourceIds: round.sourceIds,
    raterIds: round.raterIds,
    role: z.enum(ratingRoles).optional(),
    topic: round.topic,
    ...period,
    dueOn: day,
  })
  .refine(isOrdered, endFirst);

const about = { tag: "Ratings" } as const;

/** Ratings of sources, rounds of them, and house grades. Others' ratings are told once one's own is saved. */
export const ratingOperations: Operation[] = [
  read({
    ...about,
    id: "getSourceRatings",
    path: "/sources/{sourceId}/ratings",
    may: "source.view",
    scope: "read",
    summary: "What one may see of a source's ratings, and what to rate it from",
    params: inSource,
    query: none,
    response: sourceRatings,
    handle: ({ actor, params }) => getSourceRatings(actor, params.sourceId),
  }),
  write("POST", {
    ...about,
    id: "rateSource",
    path: "/sources/{sourceId}/ratings",
    may: "source.rate",
    scope: "rate",
    summary: "Rate a source in a role: a grade with its reason and evidence",
    params: inSource,
    body: rateBody,
    response: made,
    status: 201,
    handle: ({ actor, params, body, tx }) => rateSource(actor, { ...params, ...body }, tx),
  }),
  write("POST", {
    ...about,
    id: "decideHouseGrade",
    path: "/sources/{sourceId}/house-grades",
    may: "source.houseGrade",
    scope: "manage",
    summary: "Decide a house grade, naming the ratings it rests on",
    params: inSource,
    body: houseGradeInput.omit({ sourceId: true }),
    response: made,
    status: 201,
    handle: ({ actor, params, body, tx }) => decideHouseGrade(actor, { ...params, ...body }, tx),
  }),
  read({
    ...about,
    id: "listRounds",
    path: "/rounds",
    may: "source.view",
    scope: "read",
    summary: "Rating rounds, newest first",
    params: none,
    query: z.strictObject({ cursor }),
    response: pageOf(roundSummary),
    handle: ({ actor, query }) => listRounds(actor, query.cursor),
  }),
  write("POST", {
    ...about,
    id: "createRound",
    path: "/rounds",
    may: "round.manage",
    scope: "manage",
    summary: "Start a round: which sources, which raters",
    params: none,
    body: roundBody,
    response: made,
    status: 201,
    handle: ({ actor, body, tx }) => createRound(actor, body, tx),
  }),
  read({
    ...about,
    id: "getRound",
    path: "/rounds/{roundId}",
    may: "source.view",
    scope: "read",
    summary: "A round as one may see it",
    params: inRound,
    query: none,
    response: roundDto,
    handle: ({ actor, params }) => getRound(actor, params.roundId),
  }),
  write("PATCH", {
    ...about,
    id: "extendRound",
    path: "/rounds/{roundId}",
    may: "round.manage",
    scope: "manage",
    summary: "Add sources or raters to a round, or give it another day",
    params: inRound,
    body: z.strictObject({
      sourceIds: extendRoundInput.shape.sourceIds,
      raterIds: extendRoundInput.shape.raterIds,
      dueOn: day,
    }),
    response: nothing,
    handle: ({ actor, params, body, tx }) => extendRound(actor, { ...params, ...body }, tx),
  }),
  write("POST", {
    ...about,
    id: "closeRound",
    path: "/rounds/{roundId}/close",
    may: "round.manage",
    scope: "manage",
    summary: "Close a round",
    params: inRound,
    body: none,
    response: nothing,
    handle: ({ actor, params, tx }) => closeRound(actor, params.roundId, tx),
  }),
  write("POST", {
    ...about,
    id: "reopenRound",
    path: "/rounds/{roundId}/reopen",
    may: "round.manage",
    scope: "manage",
    summary: "Open a closed round again",
    params: inRound,
    body: none,
    response: nothing,
    handle: ({ actor, params, tx }) => reopenRound(actor, params.roundId, tx),
  }),
  read({
    ...about,
    id: "getRoundSource",
    path: "/rounds/{roundId}/sources/{sourceId}",
    may: "source.view",
    scope: "read",
    summary: "A source of a round: its record, and others' ratings once one's own is saved",
    params: z.strictObject({ roundId: id, sourceId: id }),
    query: none,
    response: roundSourceView,
    handle: async ({ actor, params }) =>
      getRoundSource(actor, await getRound(actor, params.roundId), params.sourceId),
  }),
  write("POST", {
    ...about,
    id: "rateInRound",
    path: "/rounds/{roundId}/sources/{sourceId}/ratings",
    may: "source.rate",
    scope: "rate",
    summary: "Rate a source of a round",
    params: z.strictObject({ roundId: id, sourceId: id }),
    body: z.strictObject({
      grade: rateInRoundInput.shape.grade,
      rationale: rateInRoundInput.shape.rationale,
      ...evidence,
    }),
    response: made,
    status: 201,
    handle: ({ actor, params, body, tx }) => rateInRound(actor, { ...params, ...body }, tx),
  }),
  read({
    ...about,
    id: "listRaters",
    path: "/raters",
    may: "round.manage",
    scope: "read",
    summary: "Who can be asked to rate",
    params: none,
    query: none,
    response: listOf(z.strictObject({ id: z.string(), name: z.string() })),
    handle: async ({ actor }) => ({ items: await listRaters(actor) }),
  }),
  read({
    ...about,
    id: "getTeamDiagonal",
    path: "/raters/diagonal",
    may: "source.rate",
    scope: "read",
    summary: "How often the team's grades of claims only repeat those of their sources",
    params: none,
    query: none,
    response: diagonal,
    handle: ({ actor }) => getTeamDiagonal(actor),
  }),
  read({
    ...about,
    id: "getRatingRules",
    path: "/rating-rules",
    may: "source.view",
    scope: "read",
    summary: "Whether persons are rated here",
    params: none,
    query: none,
    response: rules,
    handle: ({ actor }) => getRatingRules(actor),
  }),
  write("PUT", {
    ...about,
    id: "setPersonRating",
    path: "/rating-rules",
    may: "administrator",
    scope: "manage",
    summary: "Allow or end the rating of persons (administrators)",
    params: none,
    body: z.strictObject({ ratesPersons: z.boolean() }),
    response: nothing,
    handle: ({ actor, body, tx }) => setPersonRating(actor, body.ratesPersons, tx),
  }),
];
