import type { ExportedLayer, ExportRecord } from "@/lib/formats/sourcebench-jsonl-schema";

/**
 * A record of imported layers as it was where they come from, by docs/formats/jsonl.md: ids, kinds, people, review and
 * keys from every `origin`. What no origin says stays: guideline versions and passages' own ids.
 */
export function restoreOrigin(
  record: ExportRecord,
  versions: ReadonlyMap<string, { article: string; version: string }>,
): ExportRecord {
  const { article, articleVersion, layers } = record;
  const origin = article.origin;
  if (!origin) return record;
  const { id, version, rawSha256, importedAt, review, pseudonymKey } = origin;
  return {
    ...record,
    pseudonymKey,
    article: {
      ...article,
      id,
      importedAt,
      derivesFrom: article.derivesFrom && (versions.get(article.derivesFrom)?.article ?? article.derivesFrom),
      origin: null,
    },
    articleVersion: { ...articleVersion, id: version, rawSha256 },
    layers: layers.map((layer) => restoreLayer(layer, versions)),
    review,
  };
}

function restoreLayer(
  layer: ExportedLayer,
  versions: ReadonlyMap<string, { article: string; version: string }>,
): ExportedLayer {
  const { origin } = layer;
  if (!origin) return layer;
  const first = new Map(
    layer.annotations.map((annotation) => [annotation.id, annotation.origin?.id ?? annotation.id]),
  );
  const at = (id: string) => first.get(id) ?? id;
  return {
    ...layer,
    id: origin.id,
    kind: origin.kind,
    state: origin.state,
    annotator: origin.annotator,
    guideline: origin.guideline,
    annotations: layer.annotations.map((annotation) => ({
      ...annotation,
      ...annotation.origin,
      nestedIn: annotation.nestedIn && at(annotation.nestedIn),
      origin: null,
    })),
    claimLinks: layer.claimLinks.map((link) => ({
      ...link,
      id: link.origin ?? link.id,
      attribution: at(link.attribution),
      claim: at(link.claim),
      origin: null,
    })),
    attributionSources: layer.attributionSources.map((link) => ({
      ...link,
      id: link.origin ?? link.id,
      attribution: at(link.attribution),
      origin: null,
    })),
    restsOn: layer.restsOn.map((link) => ({
      ...link,
      id: link.origin ?? link.id,
      attribution: at(link.attribution),
      claims: link.claims.map(at),
      target: link.target && at(link.target),
      origin: null,
    })),
    reuseLinks: layer.reuseLinks.map((link) => {
      const twin = link.passage.version ? versions.get(link.passage.version) : undefined;
      const passage = { ...link.passage, ...twin };
      return { ...link, id: link.origin ?? link.id, annotation: at(link.annotation), passage, origin: null };
    }),
    origin: null,
  };
}
