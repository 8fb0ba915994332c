import { db } from "@/lib/db";
import { buildRelease } from "@/lib/releases/build";
import { createRelease } from "@/lib/releases/commands";
import { releaseOptions } from "@/lib/releases/schema";
import { startTrial } from "@/lib/releases/trials";
import { actorFor, makeArticle } from "../factories";
import type { GoodCall, GoodCalls } from "./good-call";
import type { World } from "./world";

const naming = { name: "First", version: "1.0.0", versionReason: "", notes: "" };
const split = { ratio: { train: 50, dev: 0, test: 50 } };

async function asked({ project, people }: World, version = "1.0.0") {
  await makeArticle(project, { text: "The mayor said the bridge is safe." });
  const manager = actorFor(people.manager);
  const options = releaseOptions.parse({ filter: {} });
  const { id } = await createRelease(manager, project.slug, { ...naming, version }, options);
  return { slug: project.slug, releaseId: id };
}

async function built(world: World, version?: string) {
  const params = await asked(world, version);
  await buildRelease(params.releaseId);
  return params;
}

const of = (params: GoodCall["params"], more: Partial<GoodCall> = {}): GoodCall => ({
  ...{ as: "manager", params },
  ...more,
});

async function trial({ project, people }: World) {
  await makeArticle(project, { text: "The mayor said the bridge is safe." });
  const options = releaseOptions.parse({ filter: {}, split });
  const { id } = await startTrial(actorFor(people.manager), project.slug, options);
  return { slug: project.slug, trialId: id };
}

/** Valid calls of the operations on releases and on their trials. */
export const releaseCalls: GoodCalls = {
  listReleases: async (world) => of({ slug: (await asked(world)).slug }),
  createRelease: async (world) => {
    await makeArticle(world.project, { text: "The mayor said the bridge is safe." });
    const body = { ...naming, options: { filter: { states: ["open"] }, formats: ["jsonl"] } };
    return of({ slug: world.project.slug }, { body });
  },
  getRelease: async (world) => of(await asked(world)),
  listReleaseFiles: async (world) => of(await built(world)),
  getReleaseFile: async (world) => of(await built(world), { query: { path: "manifest.json" } }),
  getReleaseArchive: async (world) => of(await built(world)),
  getReleaseDifferences: async (world) => {
    const { releaseId } = await built(world);
    return of(await built(world, "1.1.0"), { query: { from: releaseId } });
  },
  retryRelease: async (world) => {
    const params = await asked(world);
    const failed = { state: "failed", failure: "The disk was full." };
    await db().datasetRelease.update({ where: { id: params.releaseId }, data: failed });
    return of(params);
  },
  withdrawRelease: async (world) => of(await built(world), { body: { reason: "Counted twice." } }),
  startReleaseTrial: async (world) => {
    await makeArticle(world.project, { text: "The mayor said the bridge is safe." });
    return of({ slug: world.project.slug }, { body: { options: { filter: {}, split } } });
  },
  getReleaseTrial: async (world) => of(await trial(world)),
  cancelReleaseTrial: async (world) => of(await trial(world)),
};
