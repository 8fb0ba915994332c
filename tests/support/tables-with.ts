import type { Client } from "pg";

/** The tables of the whole database in which some words stand, as text or as bytes. */
export async function tablesWith(superuser: Client, words: string): Promise<string[]> {
  const tables = await superuser.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname`,
  );
  const found: string[] = [];
  const hex = Buffer.from(words, "utf8").toString("hex");
  for (const { name } of tables.rows) {
    const rows = await superuser.query(
      `SELECT 1 FROM "${name}" t WHERE to_jsonb(t)::text LIKE '%' || $1 || '%' OR to_jsonb(t)::text LIKE '%' || $2 || '%' LIMIT 1`,
      [words, hex],
    );
    if ((rows.rowCount ?? 0) > 0) found.push(name);
  }
  return found;
}
