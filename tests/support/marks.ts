import { randomUUID } from "node:crypto";
import { db } from "@/lib/db";
import type { SpanRole } from "@/lib/vocabulary";

type Layer = { id: string; projectId: string; versionId: string };

/** The first place of a quote in a text, in code points; throws where it is not in it. */
export function findSpan(text: string, quote: string): { start: number; end: number; quote: string } {
  const at = text.indexOf(quote);
  if (at < 0) throw new Error(`"${quote}" is not in the text.`);
  const start = [...text.slice(0, at)].length;
  return { start, end: start + [...quote].length, quote };
}

/** A mark straight into a layer, its spans given by their quotes, each looked for from the text's beginning. */
export async function makeMark(
  layer: Layer,
  text: string,
  kind: "claim" | "attribution" | "duplicate",
  quotes: Partial<Record<SpanRole, string | string[]>>,
  options: { attributes?: object; nestedInId?: string } = {},
): Promise<string> {
  const id = randomUUID();
  await db().annotation.create({
    data: {
      id,
      kind,
      layerId: layer.id,
      versionId: layer.versionId,
      projectId: layer.projectId,
      attributes: { ...options.attributes },
      nestedInId: options.nestedInId ?? null,
    },
  });
  const spans = Object.entries(quotes).flatMap(([role, words]) =>
    [words ?? []].flat().map((quote) => ({ role, ...findSpan(text, quote) })),
  );
  await db().annotationSpan.createMany({
    data: spans.map((span) => ({ ...span, annotationId: id, layerId: layer.id, versionId: layer.versionId })),
  });
  return id;
}

/** Says that an attribution carries a claim. */
export async function linkClaim(
  layer: Layer,
  attributionId: string,
  claimId: string,
  options: { role?: "content" | "speech-act" | "remote"; stance?: "asserts" | "denies" | "questions" } = {},
): Promise<void> {
  const { role = "content", stance = "asserts" } = options;
  const place = { layerId: layer.id, projectId: layer.projectId };
  await db().claimLink.create({ data: { id: randomUUID(), ...place, attributionId, claimId, role, stance } });
}

/** Says who of the register an attribution's source is. */
export async function resolveSource(layer: Layer, attributionId: string, sourceId: string): Promise<void> {
  const place = { layerId: layer.id, projectId: layer.projectId };
  await db().attributionSource.create({ data: { id: randomUUID(), ...place, attributionId, sourceId } });
}

/** Confirms (or only suggests) that a duplicate was copied from or to a passage of another article's text. */
export async function linkReuse(
  layer: Layer,
  duplicateId: string,
  twin: { versionId: string; text: string; quote: string },
  direction: "from-passage" | "to-passage" | "unknown" = "unknown",
  state: "confirmed" | "suggested" = "confirmed",
): Promise<void> {
  const passageId = randomUUID();
  const { versionId, quote } = twin;
  await db().passage.create({ data: { id: passageId, projectId: layer.projectId, versionId, quote } });
  await db().passageSpan.create({ data: { passageId, versionId, ...findSpan(twin.text, quote) } });
  const place = { layerId: layer.id, projectId: layer.projectId };
  await db().reuseLink.create({
    data: {
      id: randomUUID(),
      ...place,
      annotationId: duplicateId,
      passageId,
      degree: "verbatim",
      direction,
      state,
      lost: [],
    },
  });
}
