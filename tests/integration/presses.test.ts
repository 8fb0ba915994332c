import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createCard, judgePair, rateCredibility } from "@/lib/cards/commands";
import { addEvidence } from "@/lib/cards/evidence";
import { addCardLink } from "@/lib/cards/links";
import { addEvidenceInput } from "@/lib/cards/schema";
import { db, type Tx } from "@/lib/db";
import { createProjectInvitation, revokeInvitation } from "@/lib/invitations/commands";
import type { Actor } from "@/lib/policy";
import { pressOnce, pressSecret } from "@/lib/presses";
import { createProject } from "@/lib/projects/commands";
import { rateSource } from "@/lib/ratings/commands";
import { createRound } from "@/lib/ratings/rounds";
import { createRoundInput, rateSourceInput } from "@/lib/ratings/schema";
import { createRelease } from "@/lib/releases/commands";
import { releaseNaming, releaseQuery } from "@/lib/releases/schema";
import { createSource } from "@/lib/sources/commands";
import { addAffiliation } from "@/lib/sources/ties";
import { createToken, revokeToken } from "@/lib/tokens/commands";
import { findTokenGrant } from "@/lib/tokens/queries";
import { createDatabase } from "../support/database";
import { actorFor, makeArticle, makeLayer, makeMember, makeProject, makeSource } from "../support/factories";
import { makeMark } from "../support/marks";

await createDatabase();
const project = await makeProject();
const { slug } = project;
const manager = actorFor(await makeMember(project, "manager"));
const reviewer = actorFor(await makeMember(project, "reviewer"));
const viewer = actorFor(await makeMember(project, "viewer"));
const [source, other] = [await makeSource({ kind: "outlet" }), await makeSource({ kind: "outlet" })];
const text = "The office said the bridge was closed.";
const layer = await makeLayer(await makeArticle(project, { text }), {
  kind: "adjudicated",
  state: "closed",
});
const claimId = await makeMark(layer, text, "claim", { body: "the bridge was closed" });
await db().article.updateMany({ data: { state: "done" } });
const newCard = (statement: string, tx?: Tx) =>
  createCard(manager, slug, { claimId, statement, type: "content" }, tx);
const [card, second] = [await newCard("The bridge was closed"), await newCard("No bridge was open")];

const madeId = z.object({ id: z.string() });
type Made = { count: () => Promise<number>; make: (actor: Actor, tx: Tx) => Promise<{ id: string }> };

const about = { cardId: card.id, url: "https://records.example/x", archivedUrl: "", readOn: "2026-03-02" };
const evidence = addEvidenceInput.parse({ ...about, quote: "Closed.", stance: "supports" });
const round = createRoundInput.parse({
  name: "Spring",
  sourceIds: [source.id],
  raterIds: [manager.userId],
});
const rating = rateSourceInput.parse({
  ...{ sourceId: source.id, grade: "A", role: "publisher", rationale: "It was right." },
  evidence: [],
});
const naming = releaseNaming.parse({ name: "Bridges", version: "1.0.0", notes: "Notes." });

/** What forms make or add, and how many of it there are. */
const makers: Record<string, Made> = {
  card: {
    count: () => db().claimCard.count(),
    make: (actor, tx) =>
      createCard(actor, slug, { claimId, statement: "The bridge was closed", type: "content" }, tx),
  },
  evidence: { count: () => db().evidence.count(), make: (actor, tx) => addEvidence(actor, evidence, tx) },
  "card link": {
    count: () => db().cardLink.count(),
    make: (actor, tx) => addCardLink(actor, { cardId: card.id, otherId: second.id, type: "contradicts" }, tx),
  },
  "grade of a card": {
    count: () => db().credibility.count(),
    make: (actor, tx) => rateCredibility(actor, { cardId: card.id, grade: "2", rationale: "Likely." }, tx),
  },
  "judged pair": {
    count: () => db().dependency.count(),
    make: (actor, tx) =>
      judgePair(
        actor,
        { cardId: card.id, a: source.id, b: other.id, level: "known", reason: "One owner." },
        tx,
      ),
  },
  project: {
    count: () => db().project.count(),
    make: async (actor, tx) =>
      createProject(actor, { name: "Bridges", description: "", template: "reuse-only" }, tx).then(
        ({ slug }) => ({ id: slug }),
      ),
  },
  source: {
    count: () => db().source.count(),
    make: (actor, tx) =>
      createSource(actor, { name: "Bridge Post", kind: "outlet", note: "", isDistinct: true }, tx),
  },
  affiliation: {
    count: () => db().sourceAffiliation.count(),
    make: (actor, tx) =>
      addAffiliation(actor, { sourceId: source.id, parentId: other.id, fromDate: null, toDate: null }, tx),
  },
  round: { count: () => db().ratingRound.count(), make: (actor, tx) => createRound(actor, round, tx) },
  rating: { count: () => db().sourceRating.count(), make: (actor, tx) => rateSource(actor, rating, tx) },
  release: {
    count: () => db().datasetRelease.count(),
    make: (actor, tx) => createRelease(actor, slug, naming, releaseQuery.parse({}), tx),
  },
};

function pressOf(
  actor: Actor,
  id: string | null,
  name = "form",
  fields: Record<string, unknown> = { a: "b" },
) {
  return { actor, id, name, fields };
}

describe("a press whose answer was lost", () => {
  it.each(Object.entries(makers))("makes one %s, and a repeat is answered alike", async (name, maker) => {
    const press = pressOf(manager, randomUUID(), name);
    const before = await maker.count();
    const events = await db().event.count();
    const first = await pressOnce(press, madeId, (tx) => maker.make(manager, tx));
    expect(await maker.count()).toBe(before + 1);
    const recorded = await db().event.count();
    expect(recorded).toBeGreaterThan(events);
    expect(await pressOnce(press, madeId, (tx) => maker.make(manager, tx))).toEqual(first);
    expect(await maker.count()).toBe(before + 1);
    expect(await db().event.count()).toBe(recorded);
  });

  it.each(Object.entries(makers))("tells nobody else that it made a %s", async (name, maker) => {
    const id = randomUUID();
    if (name !== "release" && name !== "card link")
      await pressOnce(pressOf(manager, id, name), madeId, (tx) => maker.make(manager, tx));
    const before = await maker.count();
    const refusals = [id, randomUUID()].map((one) =>
      pressOnce(pressOf(viewer, one, name), madeId, (tx) => maker.make(viewer, tx)).then(
        () => "done",
        (error: unknown) => z.object({ code: z.string(), message: z.string() }).parse(error),
      ),
    );
    const [used, unused] = await Promise.all(refusals);
    expect(used).toMatchObject({ code: "forbidden" });
    expect(used).toEqual(unused);
    expect(await maker.count()).toBe(before);
  });

  it("is one press, also where it arrives twice at once", async () => {
    const press = pressOf(manager, randomUUID());
    const before = await db().evidence.count();
    const answers = await Promise.all(
      [1, 2, 3].map(() => pressOnce(press, madeId, (tx) => addEvidence(manager, evidence, tx))),
    );
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    expect(await db().evidence.count()).toBe(before + 1);
  });

  it("is told so where the form or its fields are others now, and nothing is done", async () => {
    const id = randomUUID();
    const make = (tx: Tx) => addEvidence(manager, evidence, tx);
    await pressOnce(pressOf(manager, id), madeId, make);
    const before = await db().evidence.count();
    const refused = { status: 409, code: "command-reused" };
    await expect(pressOnce(pressOf(manager, id, "form", { a: "c" }), madeId, make)).rejects.toMatchObject(
      refused,
    );
    await expect(pressOnce(pressOf(manager, id, "another"), madeId, make)).rejects.toMatchObject(refused);
    expect(await db().evidence.count()).toBe(before);
  });

  it("is done after all where the first one was refused, and each press without an id is one of its own", async () => {
    const id = randomUUID();
    const before = await db().evidence.count();
    const wrong = { ...evidence, cardId: randomUUID() };
    await expect(
      pressOnce(pressOf(reviewer, id), madeId, (tx) => addEvidence(reviewer, wrong, tx)),
    ).rejects.toMatchObject({ status: 404 });
    await pressOnce(pressOf(reviewer, id), madeId, (tx) => addEvidence(reviewer, evidence, tx));
    for (let press = 0; press < 2; press += 1)
      await pressOnce(pressOf(reviewer, null), madeId, (tx) => addEvidence(reviewer, evidence, tx));
    expect(await db().evidence.count()).toBe(before + 3);
  });
});

describe("a press for a secret whose answer was lost", () => {
  const kept = z.object({ token: z.object({ id: z.string() }) });

  function makeToken(id: string | null) {
    return pressSecret(
      pressOf(viewer, id),
      kept,
      (tx) => createToken(viewer, { name: "A program", scopes: ["read"], project: "", days: 1 }, tx),
      async (tx, { token }) => void (await revokeToken(viewer, token.id, tx)),
    );
  }

  it("shows another token, and the one that nobody saw is worthless", async () => {
    const id = randomUUID();
    const secrets = [];
    for (let press = 0; press < 3; press += 1) secrets.push((await makeToken(id)).secret);
    const grants = await Promise.all(secrets.map((secret) => findTokenGrant(secret)));
    expect(grants.slice(0, 2)).toEqual(["expired", "expired"]);
    expect(grants[2]).toMatchObject({ actor: { userId: viewer.userId } });
    const stored = await db().apiAnswer.findMany({ where: { userId: viewer.userId } });
    for (const secret of secrets) expect(JSON.stringify(stored)).not.toContain(secret);
  });

  it("leaves one that works where it arrives twice at once", async () => {
    const id = randomUUID();
    await makeToken(id);
    const secrets = (await Promise.all([makeToken(id), makeToken(id)])).map(({ secret }) => secret);
    const grants = await Promise.all(secrets.map((secret) => findTokenGrant(secret)));
    expect(grants.filter((grant) => grant === "expired")).toHaveLength(1);
  });

  it("shows another invitation, and only that can be accepted", async () => {
    const press = pressOf(manager, randomUUID());
    const invite = () =>
      pressSecret(
        press,
        madeId,
        (tx) => createProjectInvitation(manager, { projectId: project.id, role: "viewer", days: 7 }, tx),
        (tx, { id }) => revokeInvitation(manager, id, tx),
      );
    const [lost, shown] = [await invite(), await invite()];
    expect(lost.path).not.toBe(shown.path);
    const rows = await db().invitation.findMany({ where: { id: { in: [lost.id, shown.id] } } });
    expect(rows.find(({ id }) => id === lost.id)?.revokedAt).not.toBeNull();
    expect(rows.find(({ id }) => id === shown.id)?.revokedAt).toBeNull();
  });
});
