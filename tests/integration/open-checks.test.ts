import { afterAll, describe, expect, it } from "vitest";
import { closeDb, db } from "@/lib/db";
import { previewSettings, updateSettings } from "@/lib/projects/commands";
import { getProjectSettings } from "@/lib/projects/queries";
import { submitLayer } from "@/lib/slots/commands";
import { createDatabase } from "../support/database";
import { actorFor, makeArticle, makeLayer, makeMember, makeProject } from "../support/factories";
import { linkClaim, makeMark } from "../support/marks";

await createDatabase();
afterAll(closeDb);

const text = "The mayor said the bridge is safe. Forty houses were flooded.";

async function makeWork(blockingChecks: string[], layerMode: "independent" | "shared" = "independent") {
  const project = await makeProject({ layerMode });
  await db().project.update({ where: { id: project.id }, data: { blockingChecks } });
  const article = await makeArticle(project, { text });
  const layer = await makeLayer(article);
  const claim = await makeMark(layer, text, "claim", { body: "the bridge is safe" });
  const quotes = { content: "the bridge is safe", source: "The mayor" };
  const attribution = await makeMark(layer, text, "attribution", quotes);
  await linkClaim(layer, attribution, claim);
  return { project, layer, attribution, actor: actorFor({ id: layer.ownerId ?? "" }) };
}

describe("what a project wants settled before a submission", () => {
  it("refuses it with a stable code and the marks, and lets it through once it is settled", async () => {
    const { layer, attribution, actor } = await makeWork(["no-cue", "no-twin"]);
    await expect(submitLayer(actor, layer.id, { nothingToMark: false })).rejects.toMatchObject({
      status: 409,
      code: "checks-open",
      message: "This has to be settled first: This attribution has no cue.",
      details: { findings: [{ markId: attribution, code: "no-cue" }] },
    });
    expect((await db().layer.findUniqueOrThrow({ where: { id: layer.id } })).state).toBe("open");
    const said = { role: "cue", start: 10, end: 14, quote: "said" };
    await db().annotationSpan.create({
      data: { ...said, annotationId: attribution, layerId: layer.id, versionId: layer.versionId },
    });
    expect(await submitLayer(actor, layer.id, { nothingToMark: false })).toMatchObject({
      state: "submitted",
    });
  });

  it("is nothing as long as the project names nothing; deleted marks count for nothing", async () => {
    const loose = await makeWork([]);
    await submitLayer(loose.actor, loose.layer.id, { nothingToMark: false });
    const strict = await makeWork(["no-cue"]);
    await db().annotation.update({ where: { id: strict.attribution }, data: { deletedAt: new Date() } });
    await db().claimLink.updateMany({ where: { layerId: strict.layer.id }, data: { deletedAt: new Date() } });
    expect(await submitLayer(strict.actor, strict.layer.id, { nothingToMark: false })).toMatchObject({
      state: "submitted",
    });
  });

  it("is chosen by a manager, who is told what it does to open work; a hint cannot be chosen", async () => {
    const { project } = await makeWork([]);
    const manager = actorFor(await makeMember(project, "manager"));
    const {
      projectId: _id,
      template: _template,
      createdAt: _at,
      ...now
    } = await getProjectSettings(manager, project.slug);
    const input = { ...now, kinds: ["claim" as const], blockingChecks: ["no-cue" as const] };
    const { effects } = await previewSettings(manager, input);
    expect(effects.find((effect) => effect.label === "What stops a submission")).toMatchObject({
      from: "nothing",
      to: "an attribution without a cue",
      open: "Asked when they are handed in from now on, also of work that has begun.",
    });
    expect((await updateSettings(manager, input)).blockingChecks).toEqual(["no-cue"]);
    await expect(
      db().project.update({ where: { id: project.id }, data: { blockingChecks: ["link-role"] } }),
    ).rejects.toThrow();
  });
});
