import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { answerCandidate, createCard, rateCredibility, withdrawAnswer } from "@/lib/cards/commands";
import { addEvidence, setInterests, withdrawEvidence } from "@/lib/cards/evidence";
import { addCardLink, withdrawCardLink } from "@/lib/cards/links";
import { mergeCard, splitCard } from "@/lib/cards/moves";
import { getCard } from "@/lib/cards/queries";
import { undoMove } from "@/lib/cards/undo-move";
import { db } from "@/lib/db";
import { writeExample } from "@/lib/guidelines/examples";
import { actOnMarks } from "@/lib/marks/mark-acts";
import { markActInput } from "@/lib/marks/schema";
import type { Actor } from "@/lib/policy";
import { getCluster } from "@/lib/reuse/get-cluster";
import { settleReuse } from "@/lib/reuse/settle";
import { finishReview, signOff, startReview } from "@/lib/review/commands";
import { getDispute } from "@/lib/review/dispute-queries";
import { answerDispute, raiseDispute, replyToDispute, withdrawDispute } from "@/lib/review/disputes";
import { getOutcome } from "@/lib/review/outcome-queries";
import { getReview } from "@/lib/review/queries";
import { actOnQueue, undoQueueAct } from "@/lib/review/queue-acts";
import { queueActInput } from "@/lib/review/queue-schema";
import { setCalibration, setPriorities } from "@/lib/slots/arrange";
import { assignArticles, unassignSlots } from "@/lib/slots/assign";
import { releaseSlot } from "@/lib/slots/commands";
import { endGold, finishGold, makeGold } from "@/lib/slots/gold";
import { takeKeptSlot } from "@/lib/slots/take-slot";
import { deleteView, saveView } from "@/lib/views/commands";
import { createDatabase } from "../support/database";
import { actorFor, makeArticle, makeLayer, makeMember, makeProject, makeSource } from "../support/factories";
import { linkReuse, makeMark } from "../support/marks";
import { makeHandedIn, settleAll, unitOf } from "../support/reviewed";
import { tellStory } from "../support/tell";

await createDatabase();

/** A project with everything in it that has an id of its own. */
async function makeWorld() {
  const project = await makeProject({ annotatorsPerArticle: 2 });
  const person = async (role: "annotator" | "manager") => actorFor(await makeMember(project, role));
  const [mia, ana, ben] = [await person("manager"), await person("annotator"), await person("annotator")];
  const [one, two] = [
    await tellStory(project, { says: "it rains" }),
    await tellStory(project, { says: "it pours" }),
  ];
  const make = async (claimId: string) =>
    (await createCard(mia, project.slug, { claimId, statement: "Rain", type: "content" })).id;
  const [card, other] = [await make(one.claimId), await make(one.claimId)];
  await answerCandidate(mia, card, { claimId: two.claimId, isSame: true });
  const mention = await db().mention.findFirstOrThrow({ where: { cardId: card, claimId: two.claimId } });
  const link = await addCardLink(mia, { cardId: card, otherId: other, type: "related" });
  const proof = { url: "https://a.example/", archivedUrl: null, readOn: "2026-01-01", quote: "It did." };
  const evidence = await addEvidence(mia, { cardId: card, ...proof, stance: "supports" });
  const { moveId } = await splitCard(mia, {
    cardId: card,
    mentionIds: [mention.id],
    statement: "Pouring",
    type: "content",
  });
  const copy = await makeMark(two.layer, two.text, "duplicate", { body: two.text });
  await linkReuse(two.layer, copy, { versionId: one.article.versionId, text: one.text, quote: one.text });
  await settleReuse();
  const reuse = await db().reuseLink.findFirstOrThrow({ where: { annotationId: copy } });
  const { article, layers } = await makeHandedIn(project, [ana, ben]);
  await startReview(mia, article.id);
  const unitId = unitOf(await getReview(mia, article.id), layers[1]?.rain ?? "").id;
  await settleAll(mia, article.id, layers[0]?.id ?? "");
  await finishReview(mia, article.id);
  const { disputeId } = await raiseDispute(ben, { articleId: article.id, unitId, body: "It is one." });
  const saved = { slug: project.slug, place: "review" as const, name: "All", query: "", isShared: true };
  const view = await saveView(mia, saved);
  const bulk = randomUUID();
  const finish = queueActInput.parse({ slug: project.slug, act: "finish", articleIds: [article.id] });
  await actOnQueue(mia, bulk, finish);
  const open = await makeArticle(project);
  const slot = await db().slot.findFirstOrThrow({ where: { articleId: open.id } });
  const taken = await db().slot.findFirstOrThrow({ where: { id: (await makeLayerSlot(project)).slotId } });
  const ids = {
    card,
    other,
    claim: one.claimId,
    mention: mention.id,
    link: link.id,
    evidence: evidence.id,
    moveId,
  };
  const more = { reuse: reuse.id, done: article.id, unitId, disputeId, view: view.id, bulk, open: open.id };
  return { project, mia, ...ids, ...more, layer: layers[0]?.id ?? "", slot: slot.id, taken: taken.id };
}
type World = Awaited<ReturnType<typeof makeWorld>>;

async function makeLayerSlot(project: { id: string }) {
  const layer = await makeLayer(await makeArticle(project));
  const { slotId } = await db().layer.findUniqueOrThrow({ where: { id: layer.id } });
  return { slotId: slotId ?? "" };
}

type Call = (actor: Actor, own: World, id: string) => Promise<unknown>;

/** Everything that takes an id, with the part of another project whose id is put there; all else is one's own. */
const calls: [name: string, of: keyof World, call: Call][] = [
  ["card", "card", (a, _o, id) => getCard(a, id)],
  ["preview", "layer", (a, o, id) => getCard(a, o.card, { layer: id })],
  ["answer on a card", "card", (a, o, id) => answerCandidate(a, id, { claimId: o.claim, isSame: true })],
  ["claim of a card", "claim", (a, o, claimId) => answerCandidate(a, o.card, { claimId, isSame: true })],
  ["claim taken off", "claim", (a, o, claimId) => withdrawAnswer(a, o.other, { claimId, isRemoved: true })],
  [
    "new card",
    "claim",
    (a, o, claimId) => createCard(a, o.project.slug, { claimId, statement: "R", type: "content" }),
  ],
  ["link to", "card", (a, o, otherId) => addCardLink(a, { cardId: o.card, otherId, type: "contradicts" })],
  ["link away", "link", (a, o, linkId) => withdrawCardLink(a, { cardId: o.card, linkId, isRemoved: true })],
  [
    "evidence",
    "evidence",
    (a, o, evidenceId) => withdrawEvidence(a, { cardId: o.card, evidenceId, isRemoved: true }),
  ],
  [
    "interests",
    "card",
    async (a, _o, cardId) => setInterests(a, { cardId, sourceId: (await makeSource()).id, flags: ["party"] }),
  ],
  ["credibility", "card", (a, _o, cardId) => rateCredibility(a, { cardId, grade: "3", rationale: "So." })],
  [
    "split",
    "mention",
    (a, o, id) => splitCard(a, { cardId: o.card, mentionIds: [id], statement: "S", type: "content" }),
  ],
  ["merge into", "card", (a, o, intoId) => mergeCard(a, { cardId: o.card, intoId })],
  ["merge away", "card", (a, o, cardId) => mergeCard(a, { cardId, intoId: o.card })],
  ["undo of a move", "moveId", (a, _o, moveId) => undoMove(a, { moveId })],
  ["cluster", "reuse", (a, o, clusterId) => getCluster(a, { slug: o.project.slug, clusterId })],
  ["outcome", "done", (a, _o, id) => getOutcome(a, id)],
  ["sign-off", "done", (a, _o, id) => signOff(a, id, { verdict: "confirmed" })],
  ["dispute", "disputeId", (a, _o, id) => getDispute(a, id)],
  [
    "dispute kept",
    "disputeId",
    (a, _o, disputeId) => answerDispute(a, { disputeId, body: "No.", decision: "keep" }),
  ],
  ["dispute replied to", "disputeId", (a, _o, disputeId) => replyToDispute(a, { disputeId, body: "But." })],
  ["dispute withdrawn", "disputeId", (a, _o, id) => withdrawDispute(a, id)],
  [
    "dispute raised",
    "done",
    (a, o, articleId) => raiseDispute(a, { articleId, unitId: o.unitId, body: "No." }),
  ],
  [
    "example",
    "unitId",
    (a, o, unitId) =>
      writeExample(a, o.done, { action: "add", id: randomUUID(), unitId, anchor: "claim", note: "" }),
  ],
  ["saved filters", "view", (a, o, id) => deleteView(a, { slug: o.project.slug, id })],
  ["undo of a bulk act", "bulk", (a, o, id) => undoQueueAct(a, { slug: o.project.slug, id })],
  [
    "marks",
    "claim",
    async (a, o, id) => {
      const input = { slug: o.project.slug, act: "comment", annotationIds: [id], comment: "Look." };
      return (await actOnMarks(a, randomUUID(), markActInput.parse(input))).items;
    },
  ],
  [
    "queue",
    "done",
    async (a, o, id) => {
      const input = { slug: o.project.slug, act: "release", articleIds: [id] };
      return (await actOnQueue(a, randomUUID(), queueActInput.parse(input))).items;
    },
  ],
  ["gold begun", "open", (a, o, articleId) => makeGold(a, { slug: o.project.slug, articleId })],
  ["gold finished", "open", (a, o, articleId) => finishGold(a, { slug: o.project.slug, articleId })],
  ["gold ended", "open", (a, o, articleId) => endGold(a, { slug: o.project.slug, articleId })],
  [
    "calibration",
    "open",
    (a, o, id) => setCalibration(a, { slug: o.project.slug, articleIds: [id], isCalibration: true }),
  ],
  [
    "priority",
    "open",
    (a, o, articleId) => setPriorities(a, { slug: o.project.slug, items: [{ articleId, priority: 3 }] }),
  ],
  [
    "assignment",
    "open",
    (a, o, id) => assignArticles(a, { slug: o.project.slug, articleIds: [id], personIds: [a.userId] }),
  ],
  ["assignment away", "slot", (a, o, id) => unassignSlots(a, { slug: o.project.slug, slotIds: [id] })],
  ["kept place", "slot", (a, o, id) => takeKeptSlot(a, o.project.slug, id)],
  ["release", "taken", (a, _o, id) => releaseSlot(a, id)],
];

it("an id of another project answers as one that there is not, and nothing comes of it", {
  timeout: 60_000,
}, async () => {
  const [own, theirs] = [await makeWorld(), await makeWorld()];
  const answer = async (call: Call, id: string) => {
    try {
      return { value: await call(own.mia, own, id) };
    } catch (error) {
      const { status, code, message } = Object.assign(
        { status: 0, code: "" },
        error instanceof Error ? { ...error, message: error.message } : { message: "" },
      );
      return { status, code, message };
    }
  };
  const events = () => db().event.count();
  for (const [name, of, call] of calls) {
    const before = await events();
    const [foreign, unknown] = [await answer(call, String(theirs[of])), await answer(call, randomUUID())];
    expect({ name, ...foreign }).toEqual({ name, ...unknown });
    if ("value" in foreign) expect([name, foreign.value]).toEqual([name, []]);
    else expect([name, [400, 404, 409].includes(foreign.status)]).toEqual([name, true]);
    expect([name, await events()]).toEqual([name, before]);
  }
});
