import "server-only";
import { z } from "zod";
import { pool } from "@/lib/db";

/** What a monitor asks: whether each part works, and nothing that would help a stranger. */
export type Health = {
  ok: boolean;
  process: { ok: true; uptimeSeconds: number };
  database: { ok: boolean; encoding: string | null };
  migrations: { ok: boolean; applied: number; missing: number };
};

const facts = z.tuple([z.object({ encoding: z.string(), applied: z.array(z.string()) })]);

/**
 * The state of this process and its database: reachable, encoded as UTF8, and with every migration of `expected`
 * applied (a newer database is fine). Never throws.
 */
export async function getHealth(expected: readonly string[]): Promise<Health> {
  const alive = { ok: true, uptimeSeconds: Math.floor(process.uptime()) } as const;
  try {
    const result = await pool().query(
      `SELECT current_setting('server_encoding') AS encoding,
              ARRAY(SELECT "migration_name"::text FROM "_prisma_migrations"
                     WHERE "finished_at" IS NOT NULL AND "rolled_back_at" IS NULL) AS applied`,
    );
    const [{ encoding, applied }] = facts.parse(result.rows);
    const missing = expected.filter((name) => !applied.includes(name)).length;
    const isUtf8 = encoding === "UTF8";
    return {
      ok: isUtf8 && missing === 0,
      process: alive,
      database: { ok: isUtf8, encoding },
      migrations: { ok: missing === 0, applied: applied.length, missing },
    };
  } catch {
    return {
      ok: false,
      process: alive,
      database: { ok: false, encoding: null },
      migrations: { ok: false, applied: 0, missing: expected.length },
    };
  }
}
