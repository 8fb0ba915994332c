import "server-only";
import { createHash } from "node:crypto";
import { chunkText } from "@/lib/text/chunk";
import { countCodePoints } from "@/lib/text/code-points";
import type { OffsetMap } from "@/lib/text/offset-map";
import type { BlockKind, VersionChange } from "@/lib/vocabulary";
import { Prisma } from "@/prisma/generated/client";

/** A text ready to be stored: normalised (NFC, `\n`), its blocks a partition of it in code points. */
export type NewText = {
  text: string;
  rawBytes: Uint8Array;
  /** What was read from the bytes, before normalisation; `offsetMap` leads from it to `text`. */
  rawText: string;
  offsetMap: OffsetMap;
  extractor: string;
  blocks: { kind: BlockKind; start: number; end: number; sourceId?: string | null }[];
};

/** Which text of its article it is, and why there is a newer one; the first has no reason. */
export type VersionFacts = {
  number: number;
  change: VersionChange | null;
  note: string;
  changedAt: Date | null;
  changedText: string | null;
  addedById: string | null;
  /** Rounds of review that earlier texts of the article had. */
  roundsBefore: number;
};

export const firstVersion: VersionFacts = {
  number: 1,
  change: null,
  note: "",
  changedAt: null,
  changedText: null,
  addedById: null,
  roundsBefore: 0,
};

/** The parts of a WITH query that store a text, its chunks and blocks as a version of the one row of `article` ("id", "projectId"). */
export function versionParts(versionId: string, text: NewText, facts: VersionFacts): Prisma.Sql {
  const rawSha256 = createHash("sha256").update(text.rawBytes).digest();
  const textSha256 = createHash("sha256").update(text.text, "utf8").digest();
  const chunks = chunkText(text.text).map((chunk) => chunk.text);
  return Prisma.sql`
    version AS (
      INSERT INTO "ArticleVersion" ("id", "articleId", "projectId", "number", "text", "length", "textSha256", "rawBytes", "rawSha256",
                                    "rawText", "offsetMap", "extractor", "change", "note", "changedAt", "changedText", "addedById", "roundsBefore")
      SELECT ${versionId}::uuid, a."id", a."projectId", ${facts.number}, ${text.text}, ${countCodePoints(text.text)}, ${textSha256},
             ${Buffer.from(text.rawBytes)}, ${rawSha256},
             ${text.rawText === text.text ? null : text.rawText}, ${JSON.stringify(text.offsetMap)}::jsonb, ${text.extractor},
             ${facts.change}, ${facts.note}, ${facts.changedAt?.toISOString() ?? null}::timestamptz, ${facts.changedText},
             ${facts.addedById}::uuid, ${facts.roundsBefore}
        FROM article a RETURNING "id", "projectId"),
    chunks AS (
      INSERT INTO "Chunk" ("versionId", "ordinal", "text")
      SELECT v."id", c."ordinal" - 1, c."text" FROM version v, unnest(${chunks}::text[]) WITH ORDINALITY AS c("text", "ordinal")),
    blocks AS (
      INSERT INTO "Block" ("id", "versionId", "projectId", "kind", "start", "end", "sourceId")
      SELECT gen_random_uuid(), v."id", v."projectId", b."kind", b."start", b."end", b."sourceId"
        FROM version v, jsonb_to_recordset(${JSON.stringify(text.blocks)}::jsonb) AS b("kind" text, "start" int, "end" int, "sourceId" uuid))`;
}
