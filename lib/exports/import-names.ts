import "server-only";
import { z } from "zod";
import type { Tx } from "@/lib/db";
import type { SourceRef } from "@/lib/formats/sourcebench-jsonl-schema";
import type { Actor } from "@/lib/policy";
import { createSource } from "@/lib/sources/commands";

/** How names in a file become rows, remembered for the length of an import. */
export type Names = {
  sourceId: (source: SourceRef) => Promise<string>;
  identityId: (name: string) => Promise<string>;
  /** The identities of many people by name, those not met before in one statement. */
  identityIds: (names: Iterable<string>) => Promise<ReadonlyMap<string, string>>;
  newSources: { id: string; name: string; kind: string }[];
};

const idRows = z.array(z.object({ id: z.string() }));
const namedRows = z.array(z.object({ id: z.string(), name: z.string() }));

/**
 * Sources are matched by name and kind (the one of the file's own id first, where it is here and still so named), or
 * added to the register; people become identities of the batch, never users.
 */
export function makeNames(tx: Tx, actor: Actor, place: { projectId: string; batchId: string }): Names {
  const sources = new Map<string, string>();
  const identities = new Map<string, string>();
  const newSources: Names["newSources"] = [];

  async function findSource({ id, name, kind }: SourceRef): Promise<string> {
    const rows = await tx.$queryRaw`
      SELECT s."id" FROM seen_sources(${actor.userId}::uuid) s
       WHERE s."name" = ${name.normalize("NFC")} AND s."kind" = ${kind}
       ORDER BY s."id" = ${id}::uuid DESC, s."isProposal", s."number" LIMIT 1`;
    const found = idRows.parse(rows)[0];
    if (found) return found.id;
    const made = await createSource(actor, { name, kind, note: "" }, tx);
    newSources.push({ id: made.id, name: made.name, kind: made.kind });
    return made.id;
  }

  async function identityIds(names: Iterable<string>): Promise<ReadonlyMap<string, string>> {
    const fresh = [...new Set(names)].filter((name) => !identities.has(name));
    if (fresh.length === 0) return identities;
    const rows = await tx.$queryRaw`
      INSERT INTO "ImportedIdentity" ("id", "projectId", "batchId", "name")
      SELECT gen_random_uuid(), ${place.projectId}::uuid, ${place.batchId}::uuid, w."name" FROM unnest(${fresh}::text[]) AS w("name")
      ON CONFLICT ("batchId", "name") DO UPDATE SET "name" = EXCLUDED."name" RETURNING "id", "name"`;
    for (const { id, name } of namedRows.parse(rows)) identities.set(name, id);
    return identities;
  }

  return {
    newSources,
    sourceId: (source) =>
      remember(sources, `${source.kind} ${source.id} ${source.name}`, () => findSource(source)),
    identityIds,
    identityId: async (name) => idOfName(await identityIds([name]), name),
  };
}

/** The id that stands for a name in what `identityIds` answered; throws where the name was not asked for. */
export function idOfName(ids: ReadonlyMap<string, string>, name: string): string {
  const id = ids.get(name);
  if (id === undefined) throw new Error("This name was not asked for.");
  return id;
}

async function remember(met: Map<string, string>, key: string, find: () => Promise<string>): Promise<string> {
  const id = met.get(key) ?? (await find());
  met.set(key, id);
  return id;
}
