import { randomUUID } from "node:crypto";

/** The actions of releases, each with a form that is refused for the person alone. */
export function releaseCalls<P extends string>({
  slug,
  sourceId,
  noManager,
  noEditor,
}: {
  slug: string;
  sourceId: string;
  noManager: readonly P[];
  noEditor: readonly P[];
}) {
  const release = { slug, releaseId: randomUUID() };
  return {
    "projects/[slug]/releases/new createReleaseAction": {
      refused: noManager,
      form: { slug, name: "Mine", version: "1.0.0" },
    },
    "projects/[slug]/releases/new noteLicenceAction": {
      refused: noEditor,
      form: { slug, sourceId, licence: "Mine" },
    },
    "projects/[slug]/releases/[releaseId] retryReleaseAction": { refused: noManager, form: release },
    "projects/[slug]/releases/[releaseId] withdrawReleaseAction": {
      refused: noManager,
      form: { ...release, reason: "Mine" },
    },
  };
}

/** The endpoints of releases and who may call each; one of a release or a trial that is not there is nobody's. */
export function releaseRoutes<P extends string>(managers: readonly P[]) {
  const base = "/api/projects/[slug]/releases";
  const nobody: { may: readonly P[]; query?: string } = { may: [] };
  return {
    [`GET ${base}/[releaseId]`]: nobody,
    [`POST ${base}/trials`]: { may: managers, body: { options: { split: "true" } } },
    [`GET ${base}/trials/[trialId]`]: nobody,
    [`DELETE ${base}/trials/[trialId]`]: nobody,
    [`GET ${base}/[releaseId]/archive`]: nobody,
    [`GET ${base}/[releaseId]/file`]: { ...nobody, query: "path=manifest.json" },
    [`GET ${base}/[releaseId]/differences`]: { ...nobody, query: `from=${randomUUID()}` },
  };
}
