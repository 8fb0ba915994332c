import { z } from "zod";
import { boardRow, candidate, card, cardName, finalClaim } from "@/lib/api/nouns/card-answers";
import { cursor, id, inProject, listOf, pageOf, under } from "@/lib/api/nouns/common";
import { csvType, sendFile } from "@/lib/api/nouns/file";
import { file, none, nothing, type Operation, read, write } from "@/lib/api/operation";
import { describeCard, saveVerdict } from "@/lib/cards/assess";
import { listBoard } from "@/lib/cards/board";
import { boardCsv } from "@/lib/cards/board-csv";
import { boardFilter } from "@/lib/cards/board-schema";
import { listCandidates } from "@/lib/cards/candidates";
import {
  answerCandidate,
  createCard,
  editCard,
  judgePair,
  rateCredibility,
  withdrawAnswer,
} from "@/lib/cards/commands";
import { listFreeClaims } from "@/lib/cards/lists";
import { getCard } from "@/lib/cards/queries";
import {
  answerInput,
  cardTypes,
  createCardInput,
  describeCardInput,
  judgePairInput,
  rateCredibilityInput,
  saveVerdictInput,
  withdrawInput,
} from "@/lib/cards/schema";
import { listFinalClaims, searchCards } from "@/lib/cards/search";

const made = z.strictObject({ id: z.string() });
const revised = z.strictObject({ revision: z.number() });
export const inCard = under({ cardId: id });
const listed = { tag: "Claim cards", scope: "read", params: inProject } as const;
const about = { tag: "Claim cards", scope: "review", params: inCard } as const;
const answered = z.boolean().nullable();

/** Claim cards: the board, a card, and what one says about it. */
export const cardOperations: Operation[] = [
  read({
    ...listed,
    id: "listCards",
    path: "/projects/{slug}/cards",
    may: "project.view",
    summary: "The board of claim cards, in an order and under filters",
    query: boardFilter,
    response: pageOf(boardRow).extend({ isCounting: z.boolean(), hasLeftOut: z.boolean() }),
    handle: ({ actor, params, query }) => listBoard(actor, params.slug, query),
  }),
  read({
    ...listed,
    id: "exportCards",
    path: "/projects/{slug}/cards.csv",
    may: "project.view",
    summary: "The board as CSV",
    query: boardFilter.omit({ cursor: true }),
    response: file,
    produces: "text/csv",
    handle: ({ actor, params, query }) =>
      sendFile(`${params.slug}-claims.csv`, csvType, boardCsv(actor, params.slug, query)),
  }),
  read({
    ...listed,
    id: "searchCards",
    path: "/projects/{slug}/cards/search",
    may: "project.view",
    summary: "Cards whose statement holds or resembles the words",
    query: z.strictObject({ q: z.string().max(200).default("") }),
    response: listOf(cardName),
    handle: async ({ actor, params, query }) => ({
      items: await searchCards(actor, params.slug, query.q),
    }),
  }),
  read({
    ...listed,
    id: "listFreeClaims",
    path: "/projects/{slug}/free-claims",
    may: "card.edit",
    summary: "Final claims that are on no card yet, for reviewers",
    query: z.strictObject({ q: z.string().max(200).optional(), cursor }),
    response: pageOf(finalClaim),
    handle: ({ actor, params, query }) => listFreeClaims(actor, params.slug, query),
  }),
  read({
    ...listed,
    id: "listFinalClaims",
    path: "/projects/{slug}/articles/{articleId}/claims",
    may: "project.view",
    summary: "The final claims of a finished article with the cards that they are on, for reviewers",
    detail: "At most 200, in reading order; empty for whoever makes no cards.",
    params: under({ articleId: id }),
    query: none,
    response: listOf(z.strictObject({ id: z.string(), words: z.string(), cards: z.array(cardName) })),
    handle: async ({ actor, params: { slug, articleId } }) => ({
      items: await listFinalClaims(actor, { id: articleId, slug }),
    }),
  }),
  write("POST", {
    ...listed,
    scope: "review",
    id: "createCard",
    path: "/projects/{slug}/cards",
    may: "card.edit",
    summary: "Make a card from a final claim",
    body: createCardInput,
    response: made,
    status: 201,
    handle: ({ actor, params, body, tx }) => createCard(actor, params.slug, body, tx),
  }),
  read({
    ...about,
    scope: "read",
    id: "getCard",
    path: "/projects/{slug}/cards/{cardId}",
    may: "project.view",
    summary: "A card: mentions, origins, pairs, values, what is counted and why",
    detail:
      "`layer` previews it on one person's marks. More mentions: `cursor` set to what `mentionPages.next` said, or `at` set to a mention. Others' grades and verdicts are told once one's own is saved.",
    query: z.strictObject({ cursor, at: id.optional(), layer: id.optional() }),
    response: card,
    hasRevision: true,
    handle: ({ actor, params, query }) => getCard(actor, params.cardId, query),
  }),
  write("PUT", {
    ...about,
    id: "editCard",
    path: "/projects/{slug}/cards/{cardId}",
    may: "card.edit",
    summary: "Correct a card's statement and type",
    body: z.strictObject({ statement: createCardInput.shape.statement, type: z.enum(cardTypes) }),
    response: revised,
    needsRevision: true,
    hasRevision: true,
    handle: ({ actor, params, body, revision, tx }) =>
      editCard(actor, { ...body, cardId: params.cardId, revision }, tx),
  }),
  write("PUT", {
    ...about,
    id: "describeCard",
    path: "/projects/{slug}/cards/{cardId}/description",
    may: "card.edit",
    summary: "Say what is checked about a card, and whether that is worth it",
    body: z.strictObject({
      claimTypes: describeCardInput.shape.claimTypes,
      verifiable: answered,
      publicInterest: answered,
      harm: answered,
    }),
    response: revised,
    needsRevision: true,
    hasRevision: true,
    handle: ({ actor, params, body, revision, tx }) =>
      describeCard(actor, { ...body, cardId: params.cardId, revision }, tx),
  }),
  read({
    ...about,
    scope: "read",
    id: "listCandidates",
    path: "/projects/{slug}/cards/{cardId}/candidates",
    may: "card.edit",
    summary: "Final claims that may say what the card says, likest first, for reviewers",
    query: z.strictObject({ q: z.string().max(200).default("") }),
    response: listOf(candidate),
    handle: async ({ actor, params, query }) => ({
      items: await listCandidates(actor, params.cardId, query.q),
    }),
  }),
  write("POST", {
    ...about,
    id: "answerCandidate",
    path: "/projects/{slug}/cards/{cardId}/answers",
    may: "card.edit",
    summary: "Say whether a claim says what the card says",
    body: answerInput,
    response: nothing,
    handle: ({ actor, params, body, tx }) => answerCandidate(actor, params.cardId, body, tx),
  }),
  write("PATCH", {
    ...about,
    id: "withdrawAnswer",
    path: "/projects/{slug}/cards/{cardId}/answers",
    may: "card.edit",
    summary: "Take an answer off the card, or put it back",
    body: withdrawInput,
    response: nothing,
    handle: ({ actor, params, body, tx }) => withdrawAnswer(actor, params.cardId, body, tx),
  }),
  write("POST", {
    ...about,
    id: "judgePair",
    path: "/projects/{slug}/cards/{cardId}/pairs",
    may: "card.edit",
    summary: "Judge how two origins depend on each other, with the reason",
    body: judgePairInput.omit({ cardId: true }),
    response: made,
    status: 201,
    handle: ({ actor, params, body, tx }) => judgePair(actor, { ...body, cardId: params.cardId }, tx),
  }),
  write("POST", {
    ...about,
    scope: "rate",
    id: "rateCredibility",
    path: "/projects/{slug}/cards/{cardId}/credibilities",
    may: "card.rate",
    summary: "Grade how credible the card's statement is",
    body: rateCredibilityInput.omit({ cardId: true }),
    response: made,
    status: 201,
    handle: ({ actor, params, body, tx }) => rateCredibility(actor, { ...body, cardId: params.cardId }, tx),
  }),
  write("POST", {
    ...about,
    scope: "rate",
    id: "saveVerdict",
    path: "/projects/{slug}/cards/{cardId}/verdicts",
    may: "card.rate",
    summary: "Give a verdict on the card's statement",
    body: saveVerdictInput.omit({ cardId: true }),
    response: made,
    status: 201,
    handle: ({ actor, params, body, tx }) => saveVerdict(actor, { ...body, cardId: params.cardId }, tx),
  }),
];
