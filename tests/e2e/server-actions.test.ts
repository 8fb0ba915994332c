import { randomUUID } from "node:crypto";
import { afterAll, describe, expect, it } from "vitest";
import { db } from "@/lib/db";
import { createToken } from "@/lib/tokens/commands";
import { accountCalls } from "../support/account-calls";
import { startApp } from "../support/app";
import { attributeCalls } from "../support/attribute-calls";
import { bulkCalls } from "../support/bulk-calls";
import { makeNotification } from "../support/comments";
import { createDatabase } from "../support/database";
import {
  actorFor,
  makeArticle,
  makeLayer,
  makeMember,
  makeProject,
  makeSource,
  makeUser,
} from "../support/factories";
import { logIn } from "../support/login";
import { releaseCalls } from "../support/release-calls";
import { reviewCalls } from "../support/review-calls";
import { listActions, sendAction } from "../support/server-actions";
import { workCalls } from "../support/work-calls";

/**
 * Every server action, called by its id as a hostile client would, by everybody who may not. The actions are read from
 * the build, and one that this table does not know fails the first test. That nothing changed is seen by the events.
 */
const database = await createDatabase();
const text = "The mayor said the dam is safe.";
const project = await makeProject();
const foreign = await makeProject();
const manager = await makeMember(project, "manager");
const article = await makeArticle(project, { text });
const waiting = await makeArticle(project, { text });
await db().article.update({ where: { id: waiting.id }, data: { state: "review" } });
const layer = await makeLayer(article, { state: "submitted" });
const [source, other] = [await makeSource(), await makeSource()];
const alias = await db().sourceAlias.create({ data: { sourceId: source.id, name: "Alias", kind: "name" } });
const proposal = await db().source.create({
  data: { name: "Proposal", kind: "outlet", isProposal: true, createdById: manager.id },
});
const card = await db().claimCard.create({
  data: { projectId: project.id, statement: "The dam is safe.", createdById: manager.id },
});
const otherCard = await db().claimCard.create({
  data: { projectId: project.id, statement: "The dam is old.", createdById: manager.id },
});
const move = await db().cardMove.create({
  data: {
    ...{ projectId: project.id, kind: "split", createdById: manager.id },
    ...{ fromId: card.id, toId: otherCard.id, mentionIds: [] },
  },
});
const round = await db().ratingRound.create({ data: { name: "Spring", createdById: manager.id } });
const invitation = await db().invitation.create({
  data: {
    ...{ projectId: project.id, role: "viewer", tokenHash: Buffer.from(randomUUID()) },
    ...{ createdById: manager.id, expiresAt: new Date(Date.now() + 86_400_000) },
  },
});
const session = await logIn(manager.id);
const token = await createToken(actorFor(manager), { name: "A program", scopes: ["read"], days: 1 });

const author = actorFor(await makeMember(project, "manager"));
const notification = await makeNotification(author, manager, article.id);

const people = {
  anonymous: null,
  stranger: (await makeUser()).id,
  foreignManager: (await makeMember(foreign, "manager")).id,
  viewer: (await makeMember(project, "viewer")).id,
  annotator: (await makeMember(project, "annotator")).id,
  reviewer: (await makeMember(project, "reviewer")).id,
} as const;
type Person = keyof typeof people;
const everyone = ["anonymous", "stranger", "foreignManager", "viewer", "annotator", "reviewer"] as const;
const noManager: readonly Person[] = everyone;
const noDesk: readonly Person[] = ["anonymous", "stranger", "foreignManager", "viewer", "annotator"];
const noWorker: readonly Person[] = ["anonymous", "stranger", "foreignManager", "viewer"];
const noEditor: readonly Person[] = ["anonymous", "stranger", "viewer", "annotator"];
const noRater: readonly Person[] = ["anonymous", "stranger", "viewer"];
const noManagerAnywhere: readonly Person[] = ["anonymous", "stranger", "viewer", "annotator", "reviewer"];

const slug = project.slug;
const facts = { articleId: article.id, revision: "1", title: "Mine now", translated: "no" };
const settings = {
  slug,
  revision: "1",
  name: "Mine now",
  kinds: "claim",
  annotatorsPerArticle: "1",
  layerMode: "shared",
  reviewPolicy: "none",
  samplePercent: "20",
  truthScale: "credibility",
  leaseMinutes: "60",
};
const reason = "They are one.";
const rating = { grade: "A", rationale: "It was right." };

type Call = {
  refused: readonly Person[];
  /** The fields of a form, after the arguments that were bound. */
  form?: Record<string, string>;
  bound?: unknown[];
  /** The arguments of an action that takes no form. */
  plain?: unknown[];
};
/** Everybody may call these, for themselves alone. */
const open: Call = { refused: [] };

const calls: Record<string, Call> = {
  "invite/[token] prepareSignOn": open,
  "invite/[token] acceptAction": { refused: ["anonymous"], form: { token: "no-such-token" } },
  "invite/[token] acceptNewPasswordAction": open,
  "invite/[token] acceptAsNewAction": open,
  "set-up setUpAction": open,
  "sign-in signInAction": open,
  ...{ " signOut": open, " setTheme": open },
  "account prepareLink": open,
  "account signOutOthers": open,
  "account signOutEverywhere": open,
  ...accountCalls({ sessionId: session.sessionId, tokenId: token.token.id, notificationId: notification.id }),
  "account/people inviteAction": { refused: everyone, form: { email: "new@example.org" } },
  "account/people setDisabledAction": { refused: everyone, form: { userId: manager.id, isDisabled: "true" } },
  "account/people revokeInvitationAction": { refused: everyone, form: { invitationId: invitation.id } },
  "projects/new createProjectAction": {
    refused: noManagerAnywhere,
    form: { name: "Mine", template: "reuse-only" },
  },
  "projects/[slug]/articles/[articleId]/facts updateFactsAction": {
    refused: noDesk,
    bound: [slug],
    form: facts,
  },
  "projects/[slug]/agreement refreshAgreementAction": { refused: noDesk, form: { slug } },
  "projects/[slug]/agreement setShowsAgreementAction": { refused: noManager, form: { slug, shows: "on" } },
  "projects/[slug]/claims createCardAction": {
    refused: noDesk,
    form: { slug, claimId: randomUUID(), statement: "x" },
  },
  "projects/[slug]/claims/[cardId] editCardAction": {
    refused: noDesk,
    form: { cardId: card.id, revision: "1", statement: "Mine now", type: "content" },
  },
  "projects/[slug]/claims/[cardId] describeCardAction": {
    refused: noDesk,
    form: {
      cardId: card.id,
      revision: "1",
      claimTypes: "causal",
      verifiable: "yes",
      publicInterest: "",
      harm: "",
    },
  },
  "projects/[slug]/claims/[cardId] saveVerdictAction": {
    refused: noWorker,
    form: { cardId: card.id, verdict: "supported", rationale: "x" },
  },
  "projects/[slug]/claims/[cardId] addEvidenceAction": {
    refused: noDesk,
    form: { cardId: card.id, url: "https://x.example", readOn: "2026-03-01", quote: "x", stance: "supports" },
  },
  "projects/[slug]/claims/[cardId] withdrawEvidenceAction": {
    refused: noDesk,
    form: { cardId: card.id, evidenceId: randomUUID(), isRemoved: "true" },
  },
  "projects/[slug]/claims/[cardId] setInterestsAction": {
    refused: noDesk,
    form: { cardId: card.id, sourceId: source.id, flags: "party" },
  },
  "projects/[slug]/claims/[cardId] addCardLinkAction": {
    refused: noDesk,
    form: { cardId: card.id, otherId: otherCard.id, type: "related" },
  },
  "projects/[slug]/claims/[cardId] withdrawCardLinkAction": {
    refused: noDesk,
    form: { cardId: card.id, linkId: randomUUID(), isRemoved: "true" },
  },
  "projects/[slug]/claims/[cardId] splitCardAction": {
    refused: noDesk,
    form: { cardId: card.id, mentionIds: randomUUID(), statement: "x", type: "content" },
  },
  "projects/[slug]/claims/[cardId] mergeCardAction": {
    refused: noDesk,
    form: { slug, cardId: card.id, intoId: otherCard.id },
  },
  "projects/[slug]/claims/[cardId] undoMoveAction": { refused: noDesk, form: { moveId: move.id } },
  "projects/[slug]/claims/[cardId] rateCredibilityAction": {
    refused: noWorker,
    form: { cardId: card.id, grade: "1", rationale: "x" },
  },
  "projects/[slug]/claims/[cardId] judgePairAction": {
    refused: noDesk,
    form: { cardId: card.id, a: source.id, b: other.id, level: "known", reason },
  },
  ...releaseCalls({ slug, sourceId: source.id, noManager, noEditor }),
  ...attributeCalls({ slug, noManager }),
  "projects/[slug]/members removeMemberAction": { refused: noManager, form: { slug, userId: manager.id } },
  "projects/[slug]/members inviteAction": { refused: noManager, form: { slug, role: "manager" } },
  "projects/[slug]/members addMemberAction": {
    refused: noManager,
    form: { slug, email: manager.email, role: "manager" },
  },
  "projects/[slug]/members revokeInvitationAction": {
    refused: noManager,
    form: { slug: foreign.slug, invitationId: invitation.id },
  },
  "projects/[slug]/members changeRoleAction": {
    refused: noManager,
    form: { slug, userId: manager.id, role: "viewer" },
  },
  ...bulkCalls({ slug, articleId: waiting.id }),
  ...reviewCalls({
    ...{ slug, foreignSlug: foreign.slug, articleId: article.id, waitingId: waiting.id, layerId: layer.id },
    ...{ noDesk, everyone },
  }),
  "projects/[slug]/settings previewSettingsAction": { refused: noManager, form: settings },
  "projects/[slug]/settings saveSettingsAction": { refused: noManager, form: settings },
  "projects/[slug]/work recall": { refused: everyone, form: { slug: foreign.slug, layerId: layer.id } },
  ...workCalls({
    slug,
    articleId: article.id,
    slotId: article.slotIds[0] ?? "",
    managerId: manager.id,
    reviewerId: people.reviewer,
  }),
  "projects/[slug]/work nextArticle": { refused: noWorker, form: { slug } },
  "rounds/[roundId] closeRoundAction": { refused: noManagerAnywhere, form: { roundId: round.id } },
  "rounds/[roundId] reopenRoundAction": { refused: noManagerAnywhere, form: { roundId: round.id } },
  "rounds/[roundId] extendRoundAction": {
    refused: noManagerAnywhere,
    form: { roundId: round.id, raterIds: manager.id },
  },
  "rounds ratingRulesAction": { refused: everyone, form: { ratesPersons: "on" } },
  "rounds/[roundId] rateInRoundAction": {
    refused: everyone,
    form: { ...rating, roundId: round.id, sourceId: source.id },
  },
  "rounds/new createRoundAction": {
    refused: noManagerAnywhere,
    form: { name: "Mine", sourceIds: source.id, raterIds: manager.id },
  },
  "sources/[sourceId] rateAction": {
    refused: noRater,
    form: { ...rating, sourceId: source.id, role: "publisher" },
  },
  "sources/[sourceId] removeDomainAction": {
    refused: noEditor,
    form: { sourceId: source.id, domain: "x.example" },
  },
  "sources/[sourceId] addAffiliationAction": {
    refused: noEditor,
    form: { sourceId: source.id, parentId: other.id },
  },
  "sources/[sourceId] houseGradeAction": {
    refused: noManagerAnywhere,
    form: { ...rating, sourceId: source.id, role: "publisher", ratingIds: randomUUID() },
  },
  "sources/[sourceId] editSourceAction": {
    refused: noEditor,
    form: { sourceId: source.id, revision: "1", name: "Mine now", kind: "outlet" },
  },
  "sources/[sourceId] addDomainAction": {
    refused: noEditor,
    form: { sourceId: source.id, domain: "mine.example" },
  },
  "sources/[sourceId] removeAffiliationAction": {
    refused: noEditor,
    form: { sourceId: source.id, affiliationId: randomUUID() },
  },
  "sources/[sourceId] removeAliasAction": {
    refused: noEditor,
    form: { sourceId: source.id, aliasId: alias.id },
  },
  "sources/[sourceId] editAffiliationAction": {
    refused: noEditor,
    form: { sourceId: source.id, affiliationId: randomUUID(), toDate: "2024-06-30" },
  },
  "sources/[sourceId] refuseAction": { refused: noEditor, form: { sourceId: proposal.id, reason } },
  "sources/[sourceId] removeObservationAction": {
    refused: everyone,
    form: { sourceId: source.id, observationId: randomUUID() },
  },
  "sources/[sourceId] unmergeAction": { refused: noEditor, form: { sourceId: source.id, reason } },
  "sources/[sourceId] registerSourceAction": { refused: noEditor, form: { sourceId: proposal.id } },
  "sources/[sourceId] addAliasAction": { refused: noEditor, form: { sourceId: source.id, name: "Mine" } },
  "sources/[sourceId] noteTermsAction": { refused: noEditor, form: { sourceId: source.id, licence: "Mine" } },
  "sources/[sourceId] mergeAction": {
    refused: noEditor,
    form: { sourceId: source.id, intoId: other.id, reason },
  },
  "sources/new createSourceAction": { refused: noRater, form: { name: "Mine", kind: "outlet" } },
};

const app = await startApp(database);
afterAll(() => app.stop());
const cookies = new Map<Person | "author", string>([["author", (await logIn(author.userId)).header]]);
for (const person of everyone) {
  const userId = people[person];
  if (userId) cookies.set(person, (await logIn(userId)).header);
}
const names: Record<string, string> = {
  slug,
  articleId: article.id,
  cardId: card.id,
  sourceId: source.id,
  roundId: round.id,
  ...{ pairId: randomUUID(), releaseId: randomUUID(), disputeId: randomUUID() },
  token: "no-such-token",
};

/** Calls an action as React does, and returns what was answered. */
function callAction(id: string, page: string, call: Call, person: Person | "foreigner" | "author") {
  const address = app.url + page.replace(/\[([^\]]+)\]/g, (_whole, name: string) => names[name] ?? "");
  const isForeign = person === "foreigner";
  const own = isForeign ? session.header : cookies.get(person);
  return sendAction(address, {
    ...{ id, form: call.form ?? {}, args: call.plain ?? [...(call.bound ?? []), null, "$K1"] },
    ...{ origin: isForeign ? "http://evil.example" : app.url, cookie: own ?? "" },
  });
}

const actions = await listActions();

it("knows every action of the build, and no other", () => {
  expect(actions.map((action) => action.name).toSorted()).toEqual(Object.keys(calls).toSorted());
});

describe("an action", () => {
  it.each(actions.map((action) => [action.name, action] as const))("%s", async (name, { id, page }) => {
    const call = calls[name];
    if (!call) throw new Error(`Teach this test about ${name}.`);
    const before = await db().event.count();
    for (const person of call.refused) {
      const { isDone, code } = await callAction(id, page, call, person);
      const said = `${person} at ${name}: ${code}`;
      expect(isDone, said).toBe(false);
      expect(person === "anonymous" ? ["not-signed-in"] : ["forbidden", "not-found"], said).toContain(code);
    }
    expect(await db().event.count()).toBe(before);
  });

  it("is not carried out for a page of another site, though its person is signed in here", async () => {
    const before = await db().event.count();
    for (const { id, page, name } of actions) {
      const { isDone, status } = await callAction(id, page, calls[name] ?? open, "foreigner");
      expect([name, isDone], `${name}: ${status}`).toEqual([name, false]);
    }
    expect(await db().event.count()).toBe(before);
  });
});

/** What is done again by a repeat, and why it is not twice: it sets what is set already, or replaces what nobody saw. */
const sets = new Set([
  ...["account changeNameAction", "account changeShortcutAction", "account setSingleKeysAction"],
  ...["account resetShortcutsAction", "projects/[slug]/agreement setShowsAgreementAction"],
  ...["projects/[slug]/marks saveFilters", "projects/[slug]/review saveFilters"],
  ...["projects/[slug]/releases/new noteLicenceAction", "projects/[slug]/members saveLimitsAction"],
  ...["account createTokenAction", "projects/[slug]/members inviteAction"],
]);
/** What tells a repeat that it is done already, or has changed since. */
const told: Record<string, string> = {
  "account changePasswordAction": "password-is-new",
  "projects/[slug]/settings saveSettingsAction": "stale-revision",
  "projects/[slug]/members addMemberAction": "already-member",
  "projects/[slug]/members removeMemberAction": "not-found",
};

describe("an action whose press arrives again, because its answer was lost", () => {
  const pressed = actions
    .filter(({ name }) => calls[name]?.form)
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  it.each(pressed.map((action) => [action.name, action] as const))(
    "%s is not done twice",
    async (name, { id, page }) => {
      const call = { ...(calls[name] ?? open), form: { ...calls[name]?.form, pressId: randomUUID() } };
      const first = await callAction(id, page, call, "author");
      const done = await countDone();
      const second = await callAction(id, page, call, "author");
      if (!sets.has(name)) expect(await countDone()).toBe(done);
      if (first.isDone && name in told) expect(second.code).toBe(told[name]);
      else expect(second).toEqual(first);
    },
  );

  /** A release that was asked for is built meanwhile. */
  function countDone(): Promise<number> {
    const type = { notIn: ["release.published", "release.failed"] };
    return db().event.count({ where: { actorId: author.userId, type } });
  }
});
