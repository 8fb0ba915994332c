import "server-only";
import type { ExportFilter } from "@/lib/exports/schema";

/** Which rows an export reads: what its actor sees of a project, cut down by its filter. */
export type ExportScope = { viewerId: string; projectId: string; filter: ExportFilter };

/** The values of $1 to $10 in `articlesSql` and `layerCondition`. */
export function scopeValues({ viewerId, projectId, filter }: ExportScope): unknown[] {
  return [
    viewerId,
    projectId,
    filter.states.length > 0 ? filter.states : null,
    filter.since,
    filter.until,
    filter.ids,
    filter.layers,
    filter.unfinished,
    filter.languages.length > 0 ? filter.languages : null,
    filter.sources.length > 0 ? filter.sources : null,
  ];
}

/** The articles in scope (`a`), as `seen_articles` says. */
export const articlesSql = `
  SELECT a.* FROM seen_articles($1::uuid) a
   WHERE a."projectId" = $2::uuid
     AND ($3::text[] IS NULL OR a."state" = ANY($3::text[]))
     AND ($4::date IS NULL OR a."createdAt" >= $4::date)
     AND ($5::date IS NULL OR a."createdAt" < $5::date + 1)
     AND ($6::uuid[] IS NULL OR a."id" = ANY($6::uuid[]))
     AND ($9::text[] IS NULL OR a."language" = ANY($9::text[]))
     AND ($10::uuid[] IS NULL OR a."publisherId" IN (
           SELECT f.id FROM unnest($10::uuid[]) x(id) CROSS JOIN LATERAL source_family(x.id) f(id)))`;

/** Which of the articles $11 are in scope. */
export const includedSql = `
  SELECT a."id" FROM (${articlesSql}) a
   WHERE a."id" = ANY($11::uuid[]) AND $7::text[] IS NOT NULL AND $8::boolean IS NOT NULL`;

/** Narrows layers `l`, rows of `seen_layers`, to those in scope; gold only leaves for whoever sees it. */
export const layerCondition = `l."kind"::text = ANY($7::text[]) AND ($8::boolean OR l."state" IN ('submitted', 'closed'))`;

const time = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const source = (alias: string) =>
  `CASE WHEN ${alias}."id" IS NOT NULL THEN json_build_object('id', ${alias}."id", 'name', ${alias}."name", 'kind', ${alias}."kind") END`;
const linkState = `'revision', o."revision", 'createdAt', ${time('o."createdAt"')}`;
const list = (query: string) => `coalesce((${query}), '[]'::json)`;

const annotations = list(`
  SELECT json_agg(json_build_array(n."id", n."kind", n."attributes", (
           SELECT json_agg(json_build_array(s."role", s."start", s."end", s."quote") ORDER BY s."start", s."end", s."role")
             FROM "AnnotationSpan" s WHERE s."annotationId" = n."id"),
           n."nestedInId", n."revision", ${time('n."createdAt"')}, ${time('n."updatedAt"')}, n."createdById", n."decidedById"))
    FROM "Annotation" n WHERE n."layerId" = l."id" AND n."deletedAt" IS NULL`);

/** One look a layer: most have none. */
const suggested = `(
  SELECT json_object_agg(o."annotationId", json_build_object('producer', o."producer", 'version', o."version", 'score', o."score",
           'verdict', suggestion_verdict(o."suggestionId", o."annotationId")))
    FROM "SuggestionAnswer" o WHERE o."layerId" = l."id" AND o."deletedAt" IS NULL AND o."annotationId" IS NOT NULL)`;

const claimLinks = list(`
  SELECT json_agg(json_build_object('id', o."id", 'attribution', o."attributionId", 'claim', o."claimId", 'role', o."role",
           'stance', o."stance", ${linkState}) ORDER BY o."id")
    FROM "ClaimLink" o WHERE o."layerId" = l."id" AND o."deletedAt" IS NULL`);

const attributionSources = list(`
  SELECT json_agg(json_build_object('id', o."id", 'attribution', o."attributionId", 'source', ${source("r")}, ${linkState}) ORDER BY o."id")
    FROM "AttributionSource" o JOIN "Source" r ON r."id" = o."sourceId" WHERE o."layerId" = l."id" AND o."deletedAt" IS NULL`);

const restsOn = list(`
  SELECT json_agg(json_build_object('id', o."id", 'attribution', o."attributionId", 'target', o."targetId", 'source', ${source("r")},
           'description', o."description", 'claims', o."claimIds", 'kind', o."type", ${linkState}) ORDER BY o."id")
    FROM "RestsOn" o LEFT JOIN "Source" r ON r."id" = o."sourceId" WHERE o."layerId" = l."id" AND o."deletedAt" IS NULL`);

/** Passages carry their text's original only where offsets are to be raw and the two differ ($11). */
const reuseLinks = list(`
  SELECT json_agg(json_build_object('id', o."id", 'annotation', o."annotationId", 'degree', o."degree", 'direction', o."direction",
           'evidence', o."evidence", 'lost', o."lost", 'state', o."state", 'passage', json_build_object('id', p."id",
             'article', pv."articleId", 'version', pv."id", 'sha256', encode(pv."textSha256", 'hex'), 'url', p."url", 'quote', p."quote",
             'spans', ${list(`SELECT json_agg(json_build_object('start', s."start", 'end', s."end", 'quote', s."quote") ORDER BY s."start", s."end")
                                FROM "PassageSpan" s WHERE s."passageId" = p."id"`)}),
           ${linkState},
           'original', CASE WHEN $11::boolean AND pv."rawText" IS NOT NULL THEN json_build_object('rawText', pv."rawText", 'offsetMap', pv."offsetMap") END
         ) ORDER BY o."id")
    FROM "ReuseLink" o JOIN "Passage" p ON p."id" = o."passageId" LEFT JOIN "ArticleVersion" pv ON pv."id" = p."versionId"
   WHERE o."layerId" = l."id" AND o."deletedAt" IS NULL`);

const layers = list(`
  SELECT json_agg(json_build_object('id', l."id", 'kind', l."kind", 'round', l."round", 'state', l."state", 'ownerId', l."ownerId",
           'identity', (SELECT json_build_object('id', i."id", 'name', i."name") FROM "ImportedIdentity" i WHERE i."id" = l."identityId"),
           'guideline', (SELECT json_build_object('id', g."id", 'number', g."number") FROM "GuidelineVersion" g WHERE g."id" = l."guidelineVersionId"),
           'attributeVersion', (SELECT json_build_object('id', g."id", 'number', g."number", 'definitions', g."definitions")
                                  FROM "AttributeVersion" g WHERE g."id" = l."attributeVersionId"),
           'createdAt', ${time('l."createdAt"')}, 'submittedAt', ${time('l."submittedAt"')}, 'nothingToMark', l."isNothingToMark",
           'annotations', ${annotations}, 'suggested', ${suggested}, 'claimLinks', ${claimLinks}, 'attributionSources', ${attributionSources},
           'restsOn', ${restsOn}, 'reuseLinks', ${reuseLinks}, 'importedFrom', l."importedFrom") ORDER BY l."createdAt", l."id")
    FROM layers l WHERE l."versionId" = v."id"`);

/** Units of a version's own review whose every mark lies in a layer that the actor sees: review says nothing about what one is blind to. */
const units = list(`
  SELECT json_agg(json_build_object('id', u."id", 'round', u."round", 'ordinal', u."ordinal", 'kind', u."kind", 'state', u."state",
           'members', u."members", 'decisions', ${list(`
             SELECT json_agg(json_build_object('id', d."id", 'verdict', d."verdict", 'reason', d."reason", 'comment', d."comment", 'result', d."result",
                      'byId', d."decidedById", 'at', ${time('d."createdAt"')}, 'inputs', ${list(`
                        SELECT json_agg(json_build_object('annotation', i."annotationId", 'revision', i."revision") ORDER BY i."annotationId")
                          FROM "DecisionInput" i WHERE i."decisionId" = d."id"`)}) ORDER BY d."number")
               FROM "ReviewDecision" d WHERE d."unitId" = u."id"`)}) ORDER BY u."round", u."ordinal")
    FROM "ReviewUnit" u
   WHERE u."articleId" = a."id" AND u."round" > v."roundsBefore"
     AND NOT EXISTS (SELECT 1 FROM "ArticleVersion" n WHERE n."articleId" = a."id" AND n."number" > v."number" AND u."round" > n."roundsBefore")
     AND NOT EXISTS (SELECT 1 FROM jsonb_array_elements(u."members") m
                      WHERE NOT EXISTS (SELECT 1 FROM seen s WHERE s."id" = (m ->> 'layerId')::uuid))`);

/** The threads that the actor sees on a version and on the whole article. */
const threads = list(`
  SELECT json_agg(json_build_object('id', t."id",
           'span', CASE WHEN t."versionId" IS NOT NULL THEN json_build_object('start', t."start", 'end', t."end", 'quote', t."quote") END,
           'isForAll', t."isForAll", 'isResolved', t."resolvedAt" IS NOT NULL, 'createdAt', ${time('t."createdAt"')},
           'comments', ${list(`
             SELECT json_agg(json_build_object('id', c."id", 'byId', c."authorId", 'at', ${time('c."createdAt"')},
                      'editedAt', CASE WHEN w."count" > 1 THEN ${time('w."createdAt"')} END, 'body', w."body") ORDER BY c."number")
               FROM seen_comments($1::uuid) c
              CROSS JOIN LATERAL (
                SELECT s."body", s."createdAt", count(*) OVER () AS "count" FROM "CommentVersion" s
                 WHERE s."commentId" = c."id" ORDER BY s."number" DESC LIMIT 1) w
              WHERE c."threadId" = t."id"`)}) ORDER BY t."number")
    FROM seen_threads($1::uuid) t
   WHERE t."articleId" = a."id"
     AND (t."versionId" = v."id" OR t."versionId" IS NULL)`);

const showsComments = `
           OR (a."layerMode" <> 'shared' AND EXISTS (
                 SELECT 1 FROM "CommentThread" t JOIN seen_comments($1::uuid) c ON c."threadId" = t."id"
                  WHERE t."articleId" = a."id" AND NOT c."isForAll" AND c."authorId" <> $1::uuid))`;

/**
 * The version that stands for each of the `articles` named (a table of them), of the layers `scoped` there: the newest with
 * a final layer, as what is final counts until a newer text is finished; else the newest with any; else the newest.
 */
function chosenSql(articles: string): string {
  const has = (more: string) => `EXISTS (SELECT 1 FROM scoped l WHERE l."versionId" = v."id"${more})`;
  return `
  chosen AS MATERIALIZED (
    SELECT DISTINCT ON (v."articleId") v."id" FROM ${articles} a JOIN "ArticleVersion" v ON v."articleId" = a."id"
     ORDER BY v."articleId", ${has(` AND l."kind" = 'adjudicated' AND l."state" = 'closed'`)} DESC, ${has("")} DESC, v."number" DESC),
  layers AS MATERIALIZED (SELECT l.* FROM scoped l WHERE l."versionId" IN (SELECT c."id" FROM chosen c))`;
}

/**
 * One page of an export: the articles after number $12, at most $13 in order of arrival, each with everything that one
 * line holds of the version that stands for it. What
 * decides who sees a comment takes longer to plan than a page to read, so threads are named only where they are asked for.
 */
export function pageSql(hasThreads: boolean): string {
  return `
  WITH page AS MATERIALIZED (${articlesSql} AND a."number" > $12::bigint ORDER BY a."number" LIMIT $13),
  seen AS MATERIALIZED (
    SELECT l.* FROM seen_layers($1::uuid) l WHERE l."articleId" = ANY(ARRAY(SELECT "id" FROM page))),
  scoped AS MATERIALIZED (SELECT l.* FROM seen l WHERE ${layerCondition}),${chosenSql("page")}
  SELECT a."number"::text, json_build_object('id', a."id", 'title', a."title", 'publisher', ${source("p")},
           'credits', ${list(`SELECT json_agg(json_build_object('name', c."name", 'source', ${source("r")}) ORDER BY c."name")
                                FROM "ArticleCredit" c LEFT JOIN "Source" r ON r."id" = c."sourceId" WHERE c."articleId" = a."id"`)},
           'byline', a."byline", 'url', a."url", 'publishedAt', ${time('a."publishedAt"')}, 'publishedText', a."publishedText",
           'language', a."language", 'originalLanguage', a."originalLanguage", 'translated', a."translated", 'derivation', a."derivation",
           'derivesFrom', a."derivesFromId", 'licence', coalesce(nullif(a."licence", ''), source_licence(a."publisherId")), 'importedAt', ${time('a."createdAt"')}) AS article,
         a."importedFrom" AS origin,
         json_build_object('id', v."id", 'number', v."number", 'change', v."change", 'changedAt', coalesce(${time('v."changedAt"')}, v."changedText"),
           'extractor', v."extractor", 'length', v."length",
           'sha256', encode(v."textSha256", 'hex'), 'rawSha256', encode(v."rawSha256", 'hex'), 'text', v."text", 'rawText', v."rawText",
           'rawBytes', CASE WHEN $14::boolean THEN translate(encode(v."rawBytes", 'base64'), E'\\n', '') END, 'offsetMap', v."offsetMap") AS version,
         ${list(`SELECT json_agg(json_build_object('kind', b."kind", 'start', b."start", 'end', b."end", 'source', ${source("r")}) ORDER BY b."start")
                   FROM "Block" b LEFT JOIN "Source" r ON r."id" = b."sourceId" WHERE b."versionId" = v."id"`)} AS blocks,
         ${layers} AS layers, ${units} AS units, ${hasThreads ? threads : "'[]'::json"} AS threads,
         json_build_object('state', a."state", 'agreement', a."reviewAgreement", 'conflicts', a."reviewConflicts",
           'finishedAt', ${time('a."finishedAt"')}) AS review,
         EXISTS (SELECT 1 FROM "Layer" mine WHERE mine."articleId" = a."id" AND mine."ownerId" = $1::uuid AND mine."kind" IN ('person', 'measured')
                    AND mine."state" IN ('open', 'returned')) AS "isBlind",
         EXISTS (SELECT 1 FROM layers l WHERE l."articleId" = a."id" AND l."kind" <> 'shared' AND l."ownerId" IS DISTINCT FROM $1::uuid)
           ${hasThreads ? showsComments : ""} AS "showsOthers"
    FROM page a
    JOIN "ArticleVersion" v ON v."articleId" = a."id"
    LEFT JOIN "Source" p ON p."id" = a."publisherId"
   WHERE v."id" IN (SELECT c."id" FROM chosen c)
   ORDER BY a."number", v."number"`;
}

/** What an export would hold, in one row (`ExportPreview` without the project's kinds). */
export const previewSql = `
  WITH articles AS MATERIALIZED (${articlesSql}),
  seen AS MATERIALIZED (SELECT l.* FROM seen_layers($1::uuid) l WHERE l."projectId" = $2::uuid AND l."kind"::text = ANY($7::text[])
                           AND l."articleId" IN (SELECT "id" FROM articles)),
  scoped AS MATERIALIZED (SELECT l.* FROM seen l WHERE ${layerCondition}),${chosenSql("articles")},
  marks AS (SELECT n."id", n."createdById", n."decidedById", l."kind" FROM layers l JOIN "Annotation" n ON n."layerId" = l."id" AND n."deletedAt" IS NULL)
  SELECT (SELECT count(*)::int FROM articles) AS articles, (SELECT count(*)::int FROM layers) AS layers,
         (SELECT count(*)::int FROM marks) AS annotations,
         (SELECT count(*)::int FROM (
            SELECT l."ownerId" FROM layers l WHERE l."ownerId" IS NOT NULL
            UNION SELECT l."identityId" FROM layers l WHERE l."identityId" IS NOT NULL
            UNION SELECT m."createdById" FROM marks m WHERE m."createdById" IS NOT NULL
            UNION SELECT d."decidedById" FROM articles a JOIN "ReviewUnit" u ON u."articleId" = a."id" JOIN "ReviewDecision" d ON d."unitId" = u."id") people) AS people,
         (SELECT count(*)::int FROM articles a WHERE NOT EXISTS (SELECT 1 FROM layers l WHERE l."articleId" = a."id")) AS "articlesWithoutLayer",
         (SELECT count(*)::int FROM seen l WHERE l."state" IN ('open', 'returned')) AS "unfinishedLayers",
         (SELECT count(*)::int FROM layers l WHERE l."isNothingToMark") AS "nothingToMark",
         (SELECT count(*)::int FROM marks m WHERE m."kind" = 'person'
             AND NOT EXISTS (SELECT 1 FROM "DecisionInput" i WHERE i."annotationId" = m."id")) AS "notReviewed",
         (SELECT count(DISTINCT mine."articleId")::int FROM "Layer" mine WHERE mine."ownerId" = $1::uuid AND mine."kind" IN ('person', 'measured')
             AND mine."state" IN ('open', 'returned') AND mine."articleId" IN (SELECT "id" FROM articles)) AS "articlesBlind",
         (SELECT count(DISTINCT l."articleId")::int FROM layers l WHERE l."kind" <> 'shared' AND l."ownerId" IS DISTINCT FROM $1::uuid) AS "articlesSeenByThis"`;
