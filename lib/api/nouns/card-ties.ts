import { z } from "zod";
import { inCard } from "@/lib/api/nouns/cards";
import { id, under } from "@/lib/api/nouns/common";
import { none, nothing, type Operation, write } from "@/lib/api/operation";
import { addEvidence, setInterests, withdrawEvidence } from "@/lib/cards/evidence";
import { addCardLink, withdrawCardLink } from "@/lib/cards/links";
import { mergeCard, splitCard } from "@/lib/cards/moves";
import {
  addCardLinkInput,
  addEvidenceInput,
  mergeCardInput,
  setInterestsInput,
  splitCardInput,
} from "@/lib/cards/schema";
import { undoMove } from "@/lib/cards/undo-move";

const made = z.strictObject({ id: z.string() });
const moved = made.extend({ moveId: z.string() });
const about = { tag: "Claim cards", scope: "review", params: inCard } as const;
const removal = z.strictObject({ isRemoved: z.boolean() });
const { url, readOn, quote, stance } = addEvidenceInput.shape;

/** What stands beside a card: evidence, interests, links to other cards; and splitting and merging. */
export const cardTieOperations: Operation[] = [
  write("POST", {
    ...about,
    id: "addEvidence",
    path: "/projects/{slug}/cards/{cardId}/evidence",
    may: "card.edit",
    summary: "Put outside evidence on a card",
    body: z.strictObject({ url, archivedUrl: url.nullable().default(null), readOn, quote, stance }),
    response: made,
    status: 201,
    handle: ({ actor, params, body, tx }) => addEvidence(actor, { ...body, cardId: params.cardId }, tx),
  }),
  write("PATCH", {
    ...about,
    id: "withdrawEvidence",
    path: "/projects/{slug}/cards/{cardId}/evidence/{evidenceId}",
    may: "card.edit",
    summary: "Take evidence off a card, or put it back",
    params: under({ cardId: id, evidenceId: id }),
    body: removal,
    response: nothing,
    handle: ({ actor, params: { cardId, evidenceId }, body, tx }) =>
      withdrawEvidence(actor, { ...body, cardId, evidenceId }, tx),
  }),
  write("PUT", {
    ...about,
    id: "setInterests",
    path: "/projects/{slug}/cards/{cardId}/interests/{sourceId}",
    may: "card.edit",
    summary: "Say what interests a source has in what the card says",
    params: under({ cardId: id, sourceId: id }),
    body: setInterestsInput.pick({ flags: true }),
    response: nothing,
    handle: ({ actor, params: { cardId, sourceId }, body, tx }) =>
      setInterests(actor, { ...body, cardId, sourceId }, tx),
  }),
  write("POST", {
    ...about,
    id: "addCardLink",
    path: "/projects/{slug}/cards/{cardId}/links",
    may: "card.edit",
    summary: "Link a card to another",
    body: addCardLinkInput.omit({ cardId: true }),
    response: made,
    status: 201,
    handle: ({ actor, params, body, tx }) => addCardLink(actor, { ...body, cardId: params.cardId }, tx),
  }),
  write("PATCH", {
    ...about,
    id: "withdrawCardLink",
    path: "/projects/{slug}/cards/{cardId}/links/{linkId}",
    may: "card.edit",
    summary: "Take a link between cards away, or put it back",
    params: under({ cardId: id, linkId: id }),
    body: removal,
    response: nothing,
    handle: ({ actor, params: { cardId, linkId }, body, tx }) =>
      withdrawCardLink(actor, { ...body, cardId, linkId }, tx),
  }),
  write("POST", {
    ...about,
    id: "splitCard",
    path: "/projects/{slug}/cards/{cardId}/split",
    may: "card.edit",
    summary: "Move mentions of a card to one of their own",
    body: z.strictObject({
      mentionIds: z.array(id).min(1).max(1_000),
      statement: splitCardInput.shape.statement,
      type: splitCardInput.shape.type,
    }),
    response: moved,
    status: 201,
    handle: ({ actor, params, body, tx }) => splitCard(actor, { ...body, cardId: params.cardId }, tx),
  }),
  write("POST", {
    ...about,
    id: "mergeCard",
    path: "/projects/{slug}/cards/{cardId}/merge",
    may: "card.edit",
    summary: "Merge a card into another",
    body: mergeCardInput.omit({ cardId: true }),
    response: moved,
    handle: ({ actor, params, body, tx }) => mergeCard(actor, { ...body, cardId: params.cardId }, tx),
  }),
  write("POST", {
    ...about,
    id: "undoMove",
    path: "/projects/{slug}/cards/{cardId}/moves/{moveId}/undo",
    may: "card.edit",
    summary: "Undo a split or a merge",
    params: under({ cardId: id, moveId: id }),
    body: none,
    response: made,
    handle: ({ actor, params, tx }) => undoMove(actor, { moveId: params.moveId }, tx),
  }),
];
