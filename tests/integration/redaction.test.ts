import { randomUUID } from "node:crypto";
import type { Client } from "pg";
import { afterAll, describe, expect, it } from "vitest";
import { operations } from "@/lib/api/operations";
import { editComment } from "@/lib/comments/commands";
import { beginDataset, readIntoBatch } from "@/lib/dataset-imports/stage";
import { closeDb, db } from "@/lib/db";
import { applyCommand } from "@/lib/layers/commands";
import { addMember } from "@/lib/members/commands";
import { forgetPerson, withdrawArticle } from "@/lib/redaction/commands";
import { listRedactions, previewWithdrawal } from "@/lib/redaction/queries";
import { verifyAudit } from "@/lib/seals/queries";
import { startSession } from "@/lib/sessions/commands";
import { receiveSuggestions } from "@/lib/suggestions/receive";
import { pushInput } from "@/lib/suggestions/schema";
import { createToken } from "@/lib/tokens/commands";
import { connect } from "../../prisma/migrate.mjs";
import { sendCall, tokenOf } from "../support/api/call";
import { talk } from "../support/comments";
import { createDatabase } from "../support/database";
import { actorFor, makeLayer, makeMember, makeProject, makeUser } from "../support/factories";
import { sourceFiles } from "../support/import-jsonl";
import { claim, command, put, spanOf } from "../support/operations";
import { refusal } from "../support/refusal";
import { makeRichProject } from "../support/rich-project";
import { sealEverything } from "../support/seal";
import { tablesWith } from "../support/tables-with";
import { importFiles } from "./imports/support";

const database = await createDatabase();
const superuser: Client = await connect(database.superUrl);
const admin = actorFor(await makeUser({ name: "Ada Root", isAdmin: true }));
afterAll(async () => {
  await superuser.end();
  await closeDb();
});

const reason = "The agency took its text back.";
const client = { userAgent: "Braveling 9", address: "192.0.2.7" };

function operation(id: string) {
  const found = operations.find((one) => one.id === id);
  if (!found) throw new Error(`There is no ${id}.`);
  return found;
}

describe("withdrawing an article for good", () => {
  it("leaves none of its words anywhere, keeps the hashes, and the audit still verifies", async () => {
    const project = await makeProject({ annotatorsPerArticle: 1 });
    const manager = actorFor(await makeMember(project, "manager"));
    const annotator = actorFor(await makeMember(project, "annotator"));
    const text = "Quellwort rises\n\nThe quellwort pump was stolen, the quellwort keeper said.";
    await importFiles(manager, project.slug, { "pump.txt": text });
    const version = await db().articleVersion.findFirstOrThrow({ where: { projectId: project.id } });
    const { articleId } = version;
    const before = version.textSha256;
    const article = {
      id: articleId,
      versionId: version.id,
      projectId: project.id,
      text,
      length: version.length,
      slotIds: [],
    };
    const layer = await makeLayer(article, { ownerId: annotator.userId });
    const mark = claim([spanOf(version.text, "quellwort pump was stolen")]);
    await applyCommand(annotator, layer.id, command(put(mark)));
    const proposed = claim([spanOf(version.text, "the quellwort keeper")], {
      attributes: { note: "A quellwort keeper." },
    });
    await receiveSuggestions(
      manager,
      project.slug,
      pushInput.parse({
        producer: "spotter",
        version: "1",
        items: [{ versionId: version.id, object: proposed }],
      }),
    );
    await db().project.update({
      where: { id: project.id },
      data: { showSuggestions: "after-first-pass" },
    });
    const firstPass = { params: { slug: project.slug, layerId: layer.id }, key: randomUUID(), body: {} };
    await sendCall(operation("finishFirstPass"), await tokenOf({ id: annotator.userId }), firstPass);
    const { start, end, quote } = spanOf(version.text, "quellwort keeper");
    const about = { articleId, versionId: version.id, start, end, quote };
    const { commentId } = await talk(annotator, about, "Who is the quellwort keeper?");
    await editComment(annotator, commentId, "Is the quellwort keeper named?");
    const tagged = { label: "t", format: null, producer: { producer: "tagger", version: "1" } };
    const { batchId } = await beginDataset(manager, project.slug, tagged);
    const marks = "T1\tClaim 0 9\tThe quellwort\n";
    await readIntoBatch(manager, project.slug, batchId, async () =>
      sourceFiles({ "pump.txt": version.text, "pump.ann": marks }),
    );
    await sealEverything();
    expect(await tablesWith(superuser, "quellwort")).toEqual(
      expect.arrayContaining([
        "AnnotationSpan",
        "ApiAnswer",
        "ArticleVersion",
        "Chunk",
        "CommentThread",
        "CommentVersion",
        "Event",
        "ImportRecord",
        "Suggestion",
        "SuggestionSpan",
      ]),
    );

    expect(await previewWithdrawal(admin, articleId)).toEqual({ layers: 1, marks: 1, mentions: 0, links: 0 });
    const { decisionId } = await withdrawArticle(admin, { articleId, reason });

    expect(await tablesWith(superuser, "quellwort")).toEqual([]);
    expect(await tablesWith(superuser, "Quellwort")).toEqual([]);
    const after = await db().articleVersion.findFirstOrThrow({ where: { id: version.id } });
    expect(after.textSha256).toEqual(before);
    expect(after.redactedBy).toBe(decisionId);
    expect([...after.text].length).toBe(version.length);
    const report = await verifyAudit();
    expect(report.problems).toEqual([]);
    expect(report.redacted).toBeGreaterThan(0);
    expect((await db().slot.findMany({ where: { articleId } })).every((slot) => slot.state !== "taken")).toBe(
      true,
    );
  });

  it("takes the quotes of everything that rests on it, and nothing of the other articles", async () => {
    const { articles, project } = await makeRichProject();
    const [one, two] = articles;
    await withdrawArticle(admin, { articleId: one.id, reason });
    expect(await tablesWith(superuser, "the bridge is safe")).toEqual([]);
    expect(await tablesWith(superuser, "Flood in Korva")).toEqual([]);
    expect(await tablesWith(superuser, "a paper wrote")).toEqual(
      expect.arrayContaining(["ArticleVersion", "Chunk"]),
    );
    const kept = await db().article.findUniqueOrThrow({ where: { id: two.id } });
    expect(kept.withdrawnAt).toBeNull();
    const list = await listRedactions(admin, {});
    expect(list.items[0]).toMatchObject({
      kind: "article",
      subjectId: one.id,
      project: { slug: project.slug },
      reason,
      decidedBy: "Ada Root",
    });
  });

  it("is for administrators, once, with a reason; and no plain statement can do it", async () => {
    const { articles, manager } = await makeRichProject();
    const [article] = articles;
    const input = { articleId: article.id, reason };
    expect((await refusal(withdrawArticle(actorFor(manager), input))).code).toBe("forbidden");
    expect((await refusal(withdrawArticle(actorFor(await makeUser()), input))).code).toBe("not-found");
    const app = await connect(database.url);
    await expect(
      app.query(`UPDATE "Chunk" SET "text" = '' WHERE "versionId" = $1`, [article.versionId]),
    ).rejects.toMatchObject({ code: "42501" });
    await app.query("SELECT set_config('sourcebench.redaction', 'x', false)");
    await expect(app.query(`UPDATE "Event" SET "payload" = NULL`)).rejects.toMatchObject({ code: "42501" });
    await expect(app.query("SELECT redact_article($1)", [randomUUID()])).rejects.toMatchObject({
      constraint: "redaction",
    });
    await app.end();
    await withdrawArticle(admin, input);
    expect((await refusal(withdrawArticle(admin, input))).code).toBe("not-found");
  });

  it("does not cover events of other articles: blanking them is found out", async () => {
    const { articles } = await makeRichProject();
    const { decisionId } = await withdrawArticle(admin, { articleId: articles[0].id, reason });
    const event = await db().event.findFirstOrThrow({ where: { redactedBy: null, payload: { not: {} } } });
    await superuser.query("SELECT set_config('sourcebench.redaction', 'x', false)");
    await superuser.query(
      `UPDATE "Event" SET "payload" = NULL, "redactedBy" = $1, "articleId" = $2 WHERE "id" = $3`,
      [decisionId, articles[1].id, event.id],
    );
    const { problems } = await verifyAudit();
    expect(problems.join()).toContain(`event ${event.id}`);
    await superuser.query(
      `UPDATE "Event" SET "payload" = $1, "redactedBy" = NULL, "articleId" = $2 WHERE "id" = $3`,
      [JSON.stringify(event.payload), event.articleId, event.id],
    );
    await superuser.query("SELECT set_config('sourcebench.redaction', '', false)");
  });
});

describe("forgetting a person", () => {
  it("leaves no name, address or log-in, ends sessions and memberships, and keeps what they made", async () => {
    const { project, layers } = await makeRichProject();
    const person = await makeUser({ name: "Wilhelmine Quast", email: "quast@example.org" });
    const manager = actorFor(await makeMember(project, "manager"));
    await addMember(manager, { slug: project.slug, email: person.email, role: "annotator" });
    await startSession(person.id, client);
    await db().oidcAccount.create({
      data: { issuer: "https://id.example", subject: "quast-17", userId: person.id },
    });
    await createToken(actorFor(person), { name: "Quast’s script", scopes: ["read"], days: 1 });
    await db().layer.update({ where: { id: layers[0].id }, data: { ownerId: person.id } });
    const again = { params: { userId: person.id }, key: randomUUID(), body: { isDisabled: true } };
    const secret = await tokenOf({ id: admin.userId, isAdmin: true });
    await sendCall(operation("setPersonDisabled"), secret, again);
    expect(await tablesWith(superuser, "quast@example.org")).toContain("ApiAnswer");

    await forgetPerson(admin, { userId: person.id, reason: "Asked for it." });

    for (const words of ["Quast", "quast@example.org", "quast-17", "Braveling", "192.0.2.7"])
      expect([words, await tablesWith(superuser, words)]).toEqual([words, []]);
    const repeated = await sendCall(operation("setPersonDisabled"), secret, again);
    expect(repeated).toMatchObject({ status: 409, body: { code: "answer-not-kept" } });
    const user = await db().user.findUniqueOrThrow({ where: { id: person.id } });
    expect(user.name).toBe(`Former member ${person.id.slice(-4)}`);
    expect(user.forgottenAt).not.toBeNull();
    expect(await db().session.count({ where: { userId: person.id, revokedAt: null } })).toBe(0);
    expect(await db().member.count({ where: { userId: person.id } })).toBe(0);
    expect(await db().apiToken.count({ where: { userId: person.id, revokedAt: null } })).toBe(0);
    expect((await db().layer.findUniqueOrThrow({ where: { id: layers[0].id } })).ownerId).toBe(person.id);
    expect((await verifyAudit()).problems).toEqual([]);
    expect((await refusal(forgetPerson(admin, { userId: person.id, reason: "Again." }))).code).toBe(
      "already-forgotten",
    );
  });

  it("is refused for oneself, for the only manager of a project, and for whoever is no administrator", async () => {
    const project = await makeProject({ name: "Lonely desk" });
    const only = await makeMember(project, "manager");
    const refused = await refusal(forgetPerson(admin, { userId: only.id, reason }));
    expect(refused.code).toBe("last-manager");
    expect(refused.message).toContain("Lonely desk");
    expect((await db().user.findUniqueOrThrow({ where: { id: only.id } })).forgottenAt).toBeNull();
    expect((await refusal(forgetPerson(admin, { userId: admin.userId, reason }))).code).toBe("own-account");
    expect((await refusal(forgetPerson(actorFor(only), { userId: admin.userId, reason }))).code).toBe(
      "forbidden",
    );
    expect((await refusal(listRedactions(actorFor(only), {}))).code).toBe("forbidden");
  });
});
