import "server-only";
import type { Tx } from "@/lib/db";

/** Rows are written together up to this many characters. */
const chunkLength = 1_000_000;

/** The batch that rows are read into, and its project. */
export type RowsPlace = { batchId: string; projectId: string };
type Waiting = {
  file: string;
  line: number | null;
  sha256: string | null;
  layerIds: string;
  content: string;
  /** Of an article. */
  title?: string;
  url?: string | null;
  /** What it is, where it is neither an article nor a rating. */
  item?: "pair";
};

/** Writes staged rows in their order, some at a time. */
export function startRows(tx: Tx, { batchId, projectId }: RowsPlace) {
  let waiting: Waiting[] = [];
  let length = 0;
  let ordinal = 0;
  async function flush(): Promise<void> {
    if (waiting.length === 0) return;
    await tx.$executeRaw`
      INSERT INTO "ImportRecord" ("id", "batchId", "projectId", "ordinal", "file", "line", "textSha256", "layerIds", "content", "item", "title", "url")
      SELECT gen_random_uuid(), ${batchId}::uuid, ${projectId}::uuid, ${ordinal}::int + w.place::int, w.file, w.line,
             decode(w.sha256, 'hex'), string_to_array(w.ids, ','), w.content, w.item, w.title, w.url
        FROM unnest(${waiting.map((row) => row.file.slice(0, 500))}::text[], ${waiting.map((row) => row.line)}::int[],
                    ${waiting.map((row) => row.sha256)}::text[], ${waiting.map((row) => row.layerIds)}::text[],
                    ${waiting.map((row) => row.content)}::text[], ${waiting.map((row) => row.item ?? null)}::text[],
                    ${waiting.map((row) => storable(row.title))}::text[], ${waiting.map((row) => storable(row.url))}::text[])
                    WITH ORDINALITY AS w(file, line, sha256, ids, content, item, title, url, place)`;
    ordinal += waiting.length;
    waiting = [];
    length = 0;
  }
  return {
    flush,
    async add(row: Waiting): Promise<void> {
      waiting.push(row);
      length += row.content.length;
      if (length >= chunkLength || waiting.length >= 500) await flush();
    },
  };
}

/** PostgreSQL keeps no NUL in a text; where a file has one in a title, the import says so of the record. */
function storable(words: string | null | undefined): string | null {
  return words?.replaceAll("\0", "") ?? null;
}
