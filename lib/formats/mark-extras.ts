import { z } from "zod";
import type { DraftLayer, DraftMark } from "@/lib/formats/draft";
import { linkShapes } from "@/lib/formats/link-shapes";
import type { ExportedAnnotation, ExportedLayer } from "@/lib/formats/sourcebench-jsonl-schema";
import { findUnstorable } from "@/lib/text/unstorable";

/**
 * What a mark has that a format has no form of its own for, as JSON in a free field of the format: its fields, the
 * attribution that reports it, and all that leads on from it. Ids are those that the marks have in the file.
 */
export const markExtrasSchema = z.object({
  attributes: z.record(z.string(), z.json()).optional(),
  nestedIn: z.string().optional(),
  claimLinks: z.array(linkShapes.claimLink.omit({ attribution: true })).optional(),
  attributionSources: z.array(linkShapes.source).optional(),
  restsOn: z.array(linkShapes.restsOn.omit({ attribution: true })).optional(),
  reuseLinks: z.array(linkShapes.reuseLink.omit({ annotation: true })).optional(),
});
export type MarkExtras = z.infer<typeof markExtrasSchema>;

/** The extras of a mark; parts of it that the format says otherwise are named in `without`. Null where there is nothing. */
export function extrasOf(
  layer: ExportedLayer,
  mark: ExportedAnnotation,
  idOf: (id: string) => string = (id) => id,
  without: readonly (keyof MarkExtras)[] = [],
): MarkExtras | null {
  const all: MarkExtras = {
    attributes: mark.attributes,
    nestedIn: mark.nestedIn === null ? undefined : idOf(mark.nestedIn),
    claimLinks: layer.claimLinks
      .filter(({ attribution }) => attribution === mark.id)
      .map(({ claim, role, stance }) => ({ claim: idOf(claim), role, stance })),
    attributionSources: layer.attributionSources
      .filter(({ attribution }) => attribution === mark.id)
      .map(({ source }) => source),
    restsOn: layer.restsOn
      .filter(({ attribution }) => attribution === mark.id)
      .map(({ target, source, description, claims, kind }) => ({
        target: target === null ? null : idOf(target),
        source,
        description,
        claims: claims.map(idOf),
        kind,
      })),
    reuseLinks: layer.reuseLinks
      .filter(({ annotation }) => annotation === mark.id)
      .map(({ degree, direction, evidence, lost, state, passage }) => {
        return { degree, direction, evidence, lost, state, passage };
      }),
  };
  const said = Object.entries(all).filter(
    ([key, value]) =>
      !without.some((left) => left === key) && value !== undefined && Object.keys(value).length > 0,
  );
  return said.length > 0 ? Object.fromEntries(said) : null;
}

/** Extras as a file has them, a string of JSON or its value; null where they are not of our form. */
export function readExtras(value: unknown): MarkExtras | null {
  let plain = value;
  if (typeof value === "string")
    try {
      plain = JSON.parse(value);
    } catch {
      return null;
    }
  if (findUnstorable(plain)) return null;
  const parsed = markExtrasSchema.safeParse(plain);
  return parsed.success ? parsed.data : null;
}

/** Gives a mark of a draft and its layer what the extras say. */
export function applyExtras(layer: DraftLayer, mark: DraftMark, extras: MarkExtras): void {
  Object.assign(mark.attributes, extras.attributes);
  mark.nestedIn ??= extras.nestedIn ?? null;
  const attribution = mark.id;
  layer.claimLinks.push(...(extras.claimLinks ?? []).map((link) => ({ attribution, ...link })));
  layer.attributionSources.push(
    ...(extras.attributionSources ?? []).map((source) => ({ attribution, source })),
  );
  layer.restsOn.push(...(extras.restsOn ?? []).map((link) => ({ attribution, ...link })));
  layer.reuseLinks.push(...(extras.reuseLinks ?? []).map((link) => ({ annotation: mark.id, ...link })));
}
