import "server-only";
import { z } from "zod";
import type { Tx } from "@/lib/db";
import type { PublisherChoice } from "@/lib/imports/schema";
import type { Actor } from "@/lib/policy";

const rows = z.array(z.object({ key: z.string(), id: z.string(), name: z.string() }));
type Named = { id: string; name: string };

/** What explicit metadata says of a publisher: a name, an address, or neither. */
export type PublisherHint = { name: string | undefined; url: string | undefined };

/**
 * The registered sources that names stand for: exactly a name or alias, whatever its case, as the source that stands
 * for it after merges. A name that two sources share matches none. Keys are the names in lower case.
 */
export async function matchNames(
  actor: Actor,
  names: readonly string[],
  tx: Tx,
): Promise<Map<string, Named>> {
  const keys = [...new Set(names.map(nameKey))];
  if (keys.length === 0) return new Map();
  return unambiguous(
    await tx.$queryRaw`
      WITH hits AS (
          SELECT lower(s."name") AS key, s."id" FROM "Source" s WHERE lower(s."name") = ANY(${keys}::text[])
        UNION
          SELECT lower(a."name"), a."sourceId" FROM "SourceAlias" a
           WHERE lower(a."name") = ANY(${keys}::text[]) AND a."kind" <> 'metonym')
      SELECT DISTINCT h.key, c."id", c."name"
        FROM hits h JOIN seen_sources(${actor.userId}::uuid) c ON c."id" = canonical_source(h."id")
       WHERE NOT c."isProposal"`,
  );
}

/** The registered sources of web hosts or of the domains above them, by host. */
async function matchHosts(actor: Actor, hosts: readonly string[], tx: Tx): Promise<Map<string, Named>> {
  const keys = [...new Set(hosts)];
  if (keys.length === 0) return new Map();
  return unambiguous(
    await tx.$queryRaw`
      SELECT DISTINCT ON (h.key) h.key, c."id", c."name"
        FROM unnest(${keys}::text[]) AS h(key)
        JOIN "SourceDomain" d ON d."domain" = h.key OR h.key LIKE '%.' || d."domain"
        JOIN seen_sources(${actor.userId}::uuid) c ON c."id" = canonical_source(d."sourceId")
       WHERE NOT c."isProposal"
       ORDER BY h.key, length(d."domain") DESC`,
  );
}

/**
 * The publisher of each hint, in order: the source of that name, alias or web domain; else the name as a source to be
 * registered; without a name unknown. A file's name never counts.
 */
export async function matchPublishers(
  actor: Actor,
  hints: readonly PublisherHint[],
  tx: Tx,
): Promise<PublisherChoice[]> {
  const named = await matchNames(
    actor,
    hints.flatMap((hint) => hint.name ?? []),
    tx,
  );
  const hosted = await matchHosts(
    actor,
    hints.flatMap((hint) => hostOf(hint.url) ?? []),
    tx,
  );
  return hints.map((hint) => {
    const host = hostOf(hint.url);
    const found =
      (hint.name ? named.get(nameKey(hint.name)) : undefined) ?? (host ? hosted.get(host) : undefined);
    if (found) return { kind: "source", sourceId: found.id, name: found.name };
    const name = hint.name?.trim().slice(0, 300);
    return name ? { kind: "new", name, sourceKind: "outlet" } : { kind: "unknown" };
  });
}

/** How names are compared: NFC, lower case, without blanks around. */
export function nameKey(name: string): string {
  return name.trim().normalize("NFC").toLowerCase();
}

function hostOf(url: string | undefined): string | null {
  if (!url || !URL.canParse(url)) return null;
  return new URL(url).hostname.replace(/^www\./, "") || null;
}

function unambiguous(found: unknown): Map<string, Named> {
  const byKey = new Map<string, Named | null>();
  for (const { key, id, name } of rows.parse(found)) byKey.set(key, byKey.has(key) ? null : { id, name });
  return new Map([...byKey].flatMap(([key, value]) => (value ? [[key, value]] : [])));
}
