import "server-only";
import { Prisma } from "@/prisma/generated/client";

/** Which objects of a layer to read: all that are not deleted, or those a command names or would orphan. */
export type ObjectFilter = {
  layerId: Prisma.Sql;
  ids?: Prisma.Sql;
  /**
   * Objects that refer to one of these annotations are read too, and what rests on something for the claim of one of these
   * claim links; both lists are expressions of type uuid[].
   */
  touching?: Prisma.Sql;
  /** What was answered to suggestions is read too: it is no mark, and says nothing to anybody but the layer's own people. */
  withAnswers?: boolean;
  /** All attributions nested in others and all that rest on others are read too, to see circles. */
  withChains?: boolean;
};

/** A query of one column `object`: the objects of a layer as JSON of the shape `layerObject`. */
export function layerObjectsSql(filter: ObjectFilter): Prisma.Sql {
  return Prisma.sql`
    ${annotationsSql(filter)}
    UNION ALL
    SELECT jsonb_build_object('type', 'claimLink', 'id', o."id", 'attributionId', o."attributionId", 'claimId', o."claimId",
             'role', o."role", 'stance', o."stance", 'revision', o."revision", 'deleted', o."deletedAt" IS NOT NULL)
      FROM "ClaimLink" o WHERE ${ofLayer(filter)} AND ${wanted(filter, ["attributionId", "claimId"])}
    UNION ALL
    SELECT jsonb_build_object('type', 'attributionSource', 'id', o."id", 'attributionId', o."attributionId", 'sourceId', o."sourceId",
             'revision', o."revision", 'deleted', o."deletedAt" IS NOT NULL)
      FROM "AttributionSource" o WHERE ${ofLayer(filter)} AND ${wanted(filter, ["attributionId"])}
    UNION ALL
    SELECT jsonb_build_object('type', 'restsOn', 'id', o."id", 'attributionId', o."attributionId", 'targetId', o."targetId",
             'sourceId', o."sourceId", 'description', o."description", 'claimIds', o."claimIds", 'kind', o."type", 'revision', o."revision",
             'deleted', o."deletedAt" IS NOT NULL)
      FROM "RestsOn" o WHERE ${ofLayer(filter)} AND (${wanted(filter, ["attributionId", "targetId"])} ${resting(filter)})
    UNION ALL
    SELECT jsonb_build_object('type', 'reuseLink', 'id', o."id", 'annotationId', o."annotationId", 'degree', o."degree",
             'direction', o."direction", 'evidence', o."evidence", 'lost', o."lost", 'state', o."state", 'revision', o."revision",
             'deleted', o."deletedAt" IS NOT NULL, 'passage', jsonb_build_object('id', p."id", 'versionId', p."versionId",
             'url', p."url", 'quote', p."quote", 'spans', coalesce((
               SELECT jsonb_agg(jsonb_build_object('start', s."start", 'end', s."end", 'quote', s."quote") ORDER BY s."start", s."end")
                 FROM "PassageSpan" s WHERE s."passageId" = p."id"), '[]')))
      FROM "ReuseLink" o JOIN "Passage" p ON p."id" = o."passageId"
     WHERE ${ofLayer(filter)} AND ${wanted(filter, ["annotationId"])}
    ${filter.withAnswers ? answersSql(filter) : Prisma.empty}`;
}

function answersSql(filter: ObjectFilter): Prisma.Sql {
  return Prisma.sql`
    UNION ALL
    SELECT jsonb_build_object('type', 'suggestionAnswer', 'id', o."id", 'suggestionId', o."suggestionId", 'annotationId', o."annotationId",
             'producer', o."producer", 'version', o."version", 'score', o."score", 'revision', o."revision",
             'deleted', o."deletedAt" IS NOT NULL)
      FROM "SuggestionAnswer" o WHERE ${ofLayer(filter)} AND ${wanted(filter, ["annotationId"])}`;
}

/** The project's own attributes by which layer `l` is filled in, as JSON. */
export const layerAttributesSql = Prisma.sql`coalesce((
  SELECT g."definitions" FROM "AttributeVersion" g WHERE g."id" = l."attributeVersionId"), '[]')`;

/** The annotations alone, in the same shape. */
export function annotationsSql(filter: ObjectFilter): Prisma.Sql {
  const nested = filter.withChains ? Prisma.sql`OR o."nestedInId" IS NOT NULL` : Prisma.empty;
  return Prisma.sql`
    SELECT jsonb_build_object('type', 'annotation', 'id', o."id", 'kind', o."kind", 'attributes', o."attributes",
             'nestedInId', o."nestedInId", 'revision', o."revision", 'deleted', o."deletedAt" IS NOT NULL,
             'spans', s."spans") AS object
      FROM "Annotation" o
     CROSS JOIN LATERAL (
       SELECT jsonb_agg(jsonb_build_object('role', s."role", 'start', s."start", 'end', s."end", 'quote', s."quote")
                ORDER BY s."start", s."end", s."role") AS spans
         FROM "AnnotationSpan" s WHERE s."annotationId" = o."id") s
     WHERE ${ofLayer(filter)} AND (${wanted(filter, ["nestedInId"])} ${nested})`;
}

function resting(filter: ObjectFilter): Prisma.Sql {
  const named = filter.touching
    ? Prisma.sql`OR o."claimIds" && ${filter.touching} OR (cardinality(o."claimIds") > 0 AND EXISTS (
             SELECT 1 FROM "ClaimLink" k WHERE k."id" = ANY(${filter.touching}) AND k."attributionId" = o."attributionId"
                AND k."claimId" = ANY(o."claimIds")))`
    : Prisma.empty;
  return filter.withChains ? Prisma.sql`${named} OR o."targetId" IS NOT NULL` : named;
}

/**
 * Objects asked for by their ids alone are looked up by them: where a layer has grown since the tables were last counted,
 * the database would rather read all of the layer's objects, and this comparison is one that no index serves.
 */
function ofLayer(filter: ObjectFilter): Prisma.Sql {
  const isById = filter.ids && !filter.touching && !filter.withChains;
  return isById
    ? Prisma.sql`o."layerId" IS NOT DISTINCT FROM ${filter.layerId}`
    : Prisma.sql`o."layerId" = ${filter.layerId}`;
}

function wanted(filter: ObjectFilter, ends: string[]): Prisma.Sql {
  if (!filter.ids) return Prisma.sql`o."deletedAt" IS NULL`;
  const named = Prisma.sql`o."id" = ANY(${filter.ids})`;
  if (!filter.touching) return named;
  const columns = ends.map((end) => Prisma.sql`o.${Prisma.raw(`"${end}"`)} = ANY(${filter.touching})`);
  return Prisma.sql`(${Prisma.join([named, ...columns], " OR ")})`;
}
