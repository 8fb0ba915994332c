import "server-only";
import { z } from "zod";
import type { Tx } from "@/lib/db";
import { badInput, conflict } from "@/lib/errors";
import type { MarkActInput } from "@/lib/marks/schema";
import type { Actor } from "@/lib/policy";
import type { FinalMark } from "@/lib/review/schema";

const namedRow = z.object({ named: z.string(), id: z.string(), name: z.string(), isProposal: z.boolean() });
type Source = Omit<z.infer<typeof namedRow>, "named">;

/**
 * Refuses a choice of sources that cannot be taken, before any mark is looked at: none chosen, one that the actor does
 * not see, was refused or is only proposed. Throws badInput `source-needed`, `unknown-source`, `proposed-source`.
 */
export async function requireSources(t: Tx, actor: Actor, input: MarkActInput): Promise<void> {
  if (input.sourceIds.length === 0) throw badInput("source-needed", "Choose a source.");
  if (input.way === "instead" && !input.insteadOfId)
    throw badInput("source-needed", "Choose the source that is to be replaced.");
  const found = await readSources(t, actor, input.sourceIds);
  if (found.size < input.sourceIds.length)
    throw badInput("unknown-source", "A chosen source is not in the register any more. Choose another.");
  const proposal = [...found.values()].find((source) => source.isProposal);
  if (proposal) throw badInput("proposed-source", `“${proposal.name}” is only proposed. Register it first.`);
}

/**
 * A final attribution with the sources that the act asks for, merged ones as the source that stands for them, and what
 * changes as a sentence. Throws 409 `other-kind`, `not-among`, `same-value`.
 */
export async function resolveMark(
  t: Tx,
  actor: Actor,
  mark: FinalMark,
  input: MarkActInput,
): Promise<{ changed: FinalMark; note: string }> {
  if (mark.kind !== "attribution") throw conflict("other-kind", "Only an attribution has a source.");
  const stored = await t.attributionSource.findMany({
    where: { attributionId: mark.id, deletedAt: null },
    select: { sourceId: true },
    orderBy: { id: "asc" },
  });
  const before = await readSources(
    t,
    actor,
    stored.map((row) => row.sourceId),
  );
  const chosen = await readSources(t, actor, input.sourceIds);
  const current = [...new Set([...before.values()].map((source) => source.id))];
  const wanted = [...new Set([...chosen.values()].map((source) => source.id))];
  const after = [...new Set(await resolved(t, actor, current, wanted, input))];
  if (after.length === current.length && after.every((id) => current.includes(id)))
    throw conflict("same-value", "Its source is that already.");
  const names = new Map([...before.values(), ...chosen.values()].map((source) => [source.id, source.name]));
  const said = (ids: readonly string[]) => ids.map((id) => `“${names.get(id) ?? "a source"}”`).join(" and ");
  return {
    changed: { ...mark, sourceIds: after },
    note: `Source: ${current.length > 0 ? said(current) : "nobody"} becomes ${said(after)}.`,
  };
}

async function resolved(
  t: Tx,
  actor: Actor,
  current: readonly string[],
  wanted: readonly string[],
  { way, insteadOfId }: MarkActInput,
): Promise<string[]> {
  if (way === "only") return [...wanted];
  if (way === "also") return [...current, ...wanted];
  const [old] = (await readSources(t, actor, insteadOfId ? [insteadOfId] : [])).values();
  if (!old || !current.includes(old.id))
    throw conflict("not-among", "The source to be replaced is not among its own.");
  return current.flatMap((id) => (id === old.id ? wanted : [id]));
}

/** The sources that stand for those named, by the id that was named; what the actor does not see or was refused is left out. */
async function readSources(t: Tx, actor: Actor, ids: readonly string[]): Promise<Map<string, Source>> {
  const rows = z.array(namedRow).parse(
    await t.$queryRaw`
        SELECT n.id AS named, c."id", c."name", c."isProposal"
          FROM unnest(${[...ids]}::uuid[]) WITH ORDINALITY AS n(id, place)
          JOIN seen_sources(${actor.userId}::uuid) c ON c."id" = canonical_source(n.id) AND c."refusedAt" IS NULL
         ORDER BY n.place`,
  );
  return new Map(rows.map(({ named, ...source }) => [named, source]));
}
