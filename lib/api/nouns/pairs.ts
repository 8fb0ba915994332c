import { z } from "zod";
import { id, inProject, pageOf, under } from "@/lib/api/nouns/common";
import { type Operation, read, write } from "@/lib/api/operation";
import { judgePair, undoVerdict } from "@/lib/pairs/commands";
import { listPairs } from "@/lib/pairs/queries";
import { judgedPair, judgeInput, pairFilter, pairSchema, undoInput } from "@/lib/pairs/schema";

const about = {
  tag: "Reuse",
  scope: "review",
  may: "review.decide",
  params: under({ pairId: id }),
  response: judgedPair,
} as const;
const path = "/projects/{slug}/pairs/{pairId}/verdicts";

/** Pairs of passages that may be copies, and what is judged of them. */
export const pairOperations: Operation[] = [
  read({
    id: "listPassagePairs",
    path: "/projects/{slug}/pairs",
    tag: "Reuse",
    scope: "read",
    may: "review.decide",
    summary: "Pairs of passages that may be copies",
    detail:
      "`show` is `open` (nobody judged them; the likest first), `unsure` or `judged`; `left` counts the open ones up to 1,000.",
    params: inProject,
    query: pairFilter,
    response: pageOf(pairSchema).extend({ left: z.number() }),
    handle: ({ actor, params, query }) => listPairs(actor, params.slug, query),
  }),
  write("POST", {
    ...about,
    id: "judgePassagePair",
    path,
    summary: "Say whether two passages are copies, and how closely",
    detail:
      "`revision` is the pair's as it was read: 409 `stale-revision` says that somebody judged it meanwhile.",
    body: judgeInput,
    handle: ({ actor, params, body, tx }) => judgePair(actor, params, body, tx),
  }),
  write("DELETE", {
    ...about,
    id: "undoPassagePair",
    path,
    summary: "Take one's own last answer about a pair back",
    body: undoInput,
    handle: ({ actor, params, body, tx }) => undoVerdict(actor, params, body, tx),
  }),
];
