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
  newSources: { id: string; name: string; kind: string }[];
};

const idRows = z.array(z.object({ id: z.string() }));

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

  async function findIdentity(name: string): Promise<string> {
    const rows = await tx.$queryRaw`
      INSERT INTO "ImportedIdentity" ("id", "projectId", "batchId", "name")
      VALUES (gen_random_uuid(), ${place.projectId}::uuid, ${place.batchId}::uuid, ${name})
      ON CONFLICT ("batchId", "name") DO UPDATE SET "name" = EXCLUDED."name" RETURNING "id"`;
    return z.tuple([z.object({ id: z.string() })]).parse(rows)[0].id;
  }

  return {
    newSources,
    sourceId: (source) =>
      remember(sources, `${source.kind} ${source.id} ${source.name}`, () => findSource(source)),
    identityId: (name) => remember(identities, name, () => findIdentity(name)),
  };
}

async function remember(
  known: Map<string, string>,
  key: string,
  find: () => Promise<string>,
): Promise<string> {
  const id = known.get(key) ?? (await find());
  known.set(key, id);
  return id;
}
