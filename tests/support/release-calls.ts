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
