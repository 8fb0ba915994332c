import "server-only";
import { z } from "zod";
import { holdArticles, requireProject } from "@/lib/access";
import { readAttributes } from "@/lib/attributes/queries";
import { recordEvents } from "@/lib/audit";
import { inTransaction, type Tx } from "@/lib/db";
import { badInput } from "@/lib/errors";
import { referencedSources } from "@/lib/layers/plan";
import { objectInput, spanSchema } from "@/lib/layers/schema";
import type { Actor } from "@/lib/policy";
import { type CheckedSuggestion, checkPush, contentOfSuggestion } from "@/lib/suggestions/check-push";
import {
  mostOnText,
  type Producer,
  type PushInput,
  type PushResult,
  type SuggestionFault,
} from "@/lib/suggestions/schema";
import { indexCodePoints } from "@/lib/text/code-points";
import { annotationKinds } from "@/lib/vocabulary";

const versionRows = z.array(
  z.object({ id: z.string(), text: z.string(), kinds: z.array(z.string()), standing: z.number() }),
);
const idRows = z.array(z.object({ id: z.string() }));
const storedRows = z.array(
  z.object({
    id: z.string(),
    runId: z.string(),
    versionId: z.string(),
    score: z.number().nullable(),
    kind: z.enum(annotationKinds),
    attributes: z.record(z.string(), z.json()),
    nestedInId: z.string().nullable(),
    links: z.array(objectInput),
    spans: z.array(spanSchema),
  }),
);

/**
 * Stores what a program suggests, for those who annotate the articles to answer; nothing of it is a mark before that.
 * What the same producer and version pushed before, word for word, is counted as present, so a repeat does nothing.
 * Throws notFound, forbidden, and badInput `bad-suggestions` (details: `faults`, `count`), which stores nothing, where
 * something is not right and `skipBad` is not said: codes as `checkPush` has them, `id-taken`, `too-many-on-text`.
 */
export function receiveSuggestions(
  actor: Actor,
  slug: string,
  input: PushInput,
  tx?: Tx,
): Promise<PushResult> {
  return inTransaction(tx, async (t) => {
    const { projectId } = await requireProject(actor, slug, "suggestion.push", t);
    const runId = await openRun(t, actor, projectId, input);
    const { fresh, present, faults } = await weighSuggestions(t, actor, projectId, runId, input);
    if (faults.length > 0 && !input.skipBad) throw refusal(faults);
    const kept = withoutGone(fresh, faults);
    await insert(t, projectId, runId, kept);
    if (kept.length > 0)
      await recordEvents(t, [
        {
          type: "suggestions.received",
          actorId: actor.userId,
          projectId,
          subjectId: runId,
          payload: {
            producer: input.producer,
            version: input.version,
            stored: kept.length,
            skipped: faults.length,
          },
        },
      ]);
    return { runId, stored: kept.length, present, skipped: faults };
  });
}

/** What of a push would be stored, how much is there already, and what is not right. */
export type Weighed = { fresh: CheckedSuggestion[]; present: number; faults: SuggestionFault[] };

/** Looks at a push as `receiveSuggestions` does, for a run or (`runId` null) for one that is not begun; stores nothing. */
export async function weighSuggestions(
  t: Tx,
  actor: Actor,
  projectId: string,
  runId: string | null,
  input: Pick<PushInput, "items">,
): Promise<Weighed> {
  const versions = await readVersions(t, actor, projectId, input);
  const sources = await readSources(t, actor, input);
  const { good, faults } = checkPush(
    {
      kinds: versions[0]?.kinds ?? [],
      attributes: await readAttributes(t, projectId),
      sources,
      versions: new Map(versions.map(({ id, text }) => [id, indexCodePoints(text)])),
    },
    input.items,
  );
  const places = new Map(input.items.map(({ object }, index) => [object.id, index]));
  const at = (one: CheckedSuggestion, code: string, message: string): SuggestionFault => {
    return { index: places.get(one.mark.id) ?? 0, id: one.mark.id, code, message };
  };
  const stored = await readStored(
    t,
    good.map(({ mark }) => mark.id),
  );
  const room = new Map(versions.map(({ id, standing }) => [id, mostOnText - standing]));
  const fresh: CheckedSuggestion[] = [];
  let present = 0;
  for (const one of good) {
    const known = stored.get(one.mark.id);
    const left = room.get(one.versionId) ?? 0;
    if (known?.runId === runId && known?.content === contentOfSuggestion(one)) present += 1;
    else if (known)
      faults.push(at(one, "id-taken", "Another suggestion has this id. Give each one of its own."));
    else if (left <= 0)
      faults.push(at(one, "too-many-on-text", `A text has at most ${mostOnText} suggestions.`));
    else {
      room.set(one.versionId, left - 1);
      fresh.push(one);
    }
  }
  return { fresh, present, faults };
}

/** Links and nesting of what is stored lead to nothing that was refused after it had been checked. */
function withoutGone(
  fresh: readonly CheckedSuggestion[],
  faults: readonly SuggestionFault[],
): CheckedSuggestion[] {
  const gone = new Set(faults.map(({ id }) => id));
  if (gone.size === 0) return [...fresh];
  const ends = (link: CheckedSuggestion["links"][number]) =>
    Object.values(link).flatMap((value) => (Array.isArray(value) ? value : [value]));
  return fresh.map((one) => ({
    ...one,
    mark: { ...one.mark, nestedInId: gone.has(one.mark.nestedInId ?? "") ? null : one.mark.nestedInId },
    links: one.links.filter(
      (link) => !ends(link).some((value) => typeof value === "string" && gone.has(value)),
    ),
  }));
}

function refusal(faults: readonly SuggestionFault[]) {
  const [first] = faults;
  const count = faults.length === 1 ? "One item is" : `${faults.length} items are`;
  const what = first ? ` Item ${first.index + 1}: ${first.message}` : "";
  return badInput("bad-suggestions", `${count} not right, so nothing was stored.${what}`, {
    faults: faults.slice(0, 200),
    count: faults.length,
  });
}

/** The run of a producer's version, begun with its first push; held until the push is stored, so that none withdraws it meanwhile. */
async function openRun(
  t: Tx,
  actor: Actor,
  projectId: string,
  { producer, version }: Producer,
): Promise<string> {
  await t.$executeRaw`
    INSERT INTO "SuggestionRun" ("id", "projectId", "producer", "version", "createdById")
    SELECT gen_random_uuid(), ${projectId}::uuid, ${producer}, ${version}, ${actor.userId}::uuid
    ON CONFLICT ("projectId", "producer", "version") WHERE "withdrawnAt" IS NULL DO NOTHING`;
  const rows = idRows.parse(
    await t.$queryRaw`
      SELECT "id" FROM "SuggestionRun" WHERE "projectId" = ${projectId}::uuid AND "producer" = ${producer} AND "version" = ${version}
         AND "withdrawnAt" IS NULL FOR UPDATE`,
  );
  if (!rows[0]) throw badInput("run-withdrawn", "This version's suggestions were withdrawn just now.");
  return rows[0].id;
}

async function readVersions(t: Tx, actor: Actor, projectId: string, { items }: Pick<PushInput, "items">) {
  const wanted = [...new Set(items.map(({ versionId }) => versionId))];
  await holdArticles(t, wanted);
  return versionRows.parse(
    await t.$queryRaw`
      SELECT v."id", v."text", p."kinds",
             (SELECT count(*)::int FROM "Suggestion" s JOIN "SuggestionRun" r ON r."id" = s."runId" AND r."withdrawnAt" IS NULL
               WHERE s."versionId" = v."id") AS standing
        FROM seen_articles(${actor.userId}::uuid) a
        JOIN "ArticleVersion" v ON v."articleId" = a."id" AND v."redactedBy" IS NULL
        JOIN "Project" p ON p."id" = a."projectId"
       WHERE a."projectId" = ${projectId}::uuid AND v."id" = ANY(${wanted}::uuid[])`,
  );
}

async function readSources(t: Tx, actor: Actor, { items }: Pick<PushInput, "items">): Promise<string[]> {
  const named = referencedSources(items.map(({ object }) => ({ op: "put", object, revision: null })));
  if (named.length === 0) return [];
  const rows = await t.$queryRaw`
    SELECT s."id" FROM seen_sources(${actor.userId}::uuid) s WHERE s."id" = ANY(${named}::uuid[])`;
  return idRows.parse(rows).map(({ id }) => id);
}

async function readStored(
  t: Tx,
  ids: readonly string[],
): Promise<Map<string, { runId: string; content: string }>> {
  const rows = storedRows.parse(
    await t.$queryRaw`
      SELECT s."id", s."runId", s."versionId", s."score", s."kind"::text, s."attributes", s."nestedInId", s."links", coalesce((
               SELECT jsonb_agg(jsonb_build_object('role', p."role", 'start', p."start", 'end', p."end", 'quote', p."quote"))
                 FROM "SuggestionSpan" p WHERE p."suggestionId" = s."id"), '[]') AS spans
        FROM "Suggestion" s WHERE s."id" = ANY(${[...ids]}::uuid[])`,
  );
  return new Map(
    rows.map(({ id, runId, versionId, score, links, ...mark }) => [
      id,
      {
        runId,
        content: contentOfSuggestion({ versionId, score, links, mark: { type: "annotation", id, ...mark } }),
      },
    ]),
  );
}

async function insert(
  t: Tx,
  projectId: string,
  runId: string,
  suggestions: readonly CheckedSuggestion[],
): Promise<void> {
  if (suggestions.length === 0) return;
  const rows = suggestions.map(({ versionId, score, links, mark }) => {
    const { id, kind, attributes, nestedInId } = mark;
    return { id, versionId, kind, attributes, nestedInId, links, score };
  });
  await t.$executeRaw`
    INSERT INTO "Suggestion" ("id", "runId", "projectId", "versionId", "kind", "attributes", "nestedInId", "links", "score", "band")
    SELECT x."id", ${runId}::uuid, ${projectId}::uuid, x."versionId", x."kind", x."attributes", x."nestedInId", x."links", x."score",
           CASE WHEN x."score" IS NULL THEN -1 ELSE least(floor(x."score" * 10), 9) END::int
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS x("id" uuid, "versionId" uuid, "kind" "AnnotationKind",
           "attributes" jsonb, "nestedInId" uuid, "links" jsonb, "score" float8)`;
  const spans = suggestions.flatMap(({ versionId, mark }) =>
    mark.spans.map((span) => ({ ...span, suggestionId: mark.id, versionId })),
  );
  await t.$executeRaw`
    INSERT INTO "SuggestionSpan" ("suggestionId", "versionId", "role", "start", "end", "quote")
    SELECT x."suggestionId", x."versionId", x."role", x."start", x."end", x."quote"
      FROM jsonb_to_recordset(${JSON.stringify(spans)}::jsonb) AS x("suggestionId" uuid, "versionId" uuid, "role" text, "start" int,
           "end" int, "quote" text)`;
}
