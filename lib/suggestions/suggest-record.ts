import "server-only";
import { z } from "zod";
import type { Tx } from "@/lib/db";
import type { ExportRecord } from "@/lib/formats/sourcebench-jsonl-schema";
import type { Actor } from "@/lib/policy";
import { suggestionsOf } from "@/lib/suggestions/from-record";
import { receiveSuggestions, weighSuggestions } from "@/lib/suggestions/receive";
import type { Producer } from "@/lib/suggestions/schema";

/** What a record came to as suggestions: how many were stored (or would be), what is not right, what was left out. */
export type SuggestedRecord = {
  /** False where the project has no article with the text, which is then the only fault. */
  isHere: boolean;
  stored: number;
  present: number;
  twins: number;
  /** Each label once, however many of its spans were left out. */
  unknownLabels: string[];
  faults: { message: string; isQuote: boolean }[];
};

const versionRows = z.array(z.object({ id: z.string() }));

/** The records of one dry run: the run that they would go into, where it is begun, and the ids that came so far. */
export type Trial = { runId: string | null; met: Set<string> };

/** The beginning of a dry run of a program's suggestions. */
export async function startTrial(t: Tx, projectId: string, { producer, version }: Producer): Promise<Trial> {
  const where = { projectId, producer, version, withdrawnAt: null };
  const run = await t.suggestionRun.findFirst({ where, select: { id: true } });
  return { runId: run?.id ?? null, met: new Set() };
}

/**
 * Stores the marks of an annotated article as suggestions for the project's text that is the same, everything that is right;
 * with `trial` only says what it would store.
 */
export async function suggestRecord(
  t: Tx,
  { actor, slug, projectId }: { actor: Actor; slug: string; projectId: string },
  record: ExportRecord,
  producer: Producer & { turn: number },
  trial: Trial | null = null,
): Promise<SuggestedRecord> {
  const hash = Buffer.from(record.articleVersion.sha256, "hex");
  const [known] = versionRows.parse(
    await t.$queryRaw`
      SELECT v."id" FROM "ArticleVersion" v JOIN seen_articles(${actor.userId}::uuid) a ON a."id" = v."articleId"
       WHERE v."projectId" = ${projectId}::uuid AND v."textSha256" = ${hash} AND v."redactedBy" IS NULL
       ORDER BY v."id" LIMIT 1`,
  );
  if (!known) {
    const message = "The project has no article with this text: import it first.";
    const nothing = { stored: 0, present: 0, twins: 0, unknownLabels: [] };
    return { isHere: false, ...nothing, faults: [{ message, isQuote: false }] };
  }
  const { items, left } = suggestionsOf(record, known.id, producer);
  const base = { isHere: true, twins: left.reuseLinks, unknownLabels: [...new Set(left.unknownLabels)] };
  if (items.length === 0) return { ...base, stored: 0, present: 0, faults: [] };
  const result = trial
    ? await tryOut(t, actor, projectId, items, trial)
    : await receiveSuggestions(actor, slug, { ...nameOf(producer), items, skipBad: true }, t);
  const faults = result.skipped.map(({ code, message }) => ({ message, isQuote: code === "quote-mismatch" }));
  return { ...base, stored: result.stored, present: result.present, faults };
}

async function tryOut(
  t: Tx,
  actor: Actor,
  projectId: string,
  items: Parameters<typeof weighSuggestions>[4]["items"],
  { runId, met }: Trial,
) {
  const { fresh, present, faults } = await weighSuggestions(t, actor, projectId, runId, { items });
  const known = met.size;
  for (const { mark } of fresh) met.add(mark.id);
  const stored = met.size - known;
  return { stored, present: present + fresh.length - stored, skipped: faults };
}

function nameOf({ producer, version }: Producer): Producer {
  return { producer, version };
}

/** How often a version's suggestions were withdrawn: those keep their ids, and the same file may come again after it. */
export function turnOf(t: Tx, projectId: string, { producer, version }: Producer): Promise<number> {
  return t.suggestionRun.count({ where: { projectId, producer, version, withdrawnAt: { not: null } } });
}
