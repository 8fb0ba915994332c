import { randomUUID } from "node:crypto";
import { z } from "zod";
import { answerApi, apiBase } from "@/lib/api/answer";
import type { Operation } from "@/lib/api/operation";
import { db, pool } from "@/lib/db";
import { createToken } from "@/lib/tokens/commands";
import { type TokenScope, tokenScopes } from "@/lib/tokens/schema";
import { actorFor } from "../factories";

/** A call of an operation: the words of its path, and what is sent. */
export type ApiCall = {
  params?: Record<string, string>;
  query?: Record<string, string>;
  body?: unknown;
  revision?: number;
  key?: string;
  form?: FormData;
  headers?: Record<string, string>;
};

/** A call that must be refused: what is wrong with it, and the statuses and codes that say so. */
export type BadCall = { what: string; call: ApiCall; status: number; code?: string };

export type ApiAnswer = { status: number; body: unknown; headers: Headers; text: string };

/** Sends a call as a program would and reads the answer. */
export async function sendCall(
  operation: Operation,
  secret: string | null,
  call: ApiCall,
): Promise<ApiAnswer> {
  const path = operation.path.replace(/\{(\w+)\}/g, (_all, name: string) =>
    encodeURIComponent(call.params?.[name] ?? `no-${name}`),
  );
  const query = call.query ? `?${new URLSearchParams(call.query)}` : "";
  const headers = new Headers(call.headers);
  if (secret) headers.set("authorization", `Bearer ${secret}`);
  if (call.revision !== undefined) headers.set("if-match", `"${call.revision}"`);
  if (call.key) headers.set("idempotency-key", call.key);
  const hasJson = call.form === undefined && call.body !== undefined;
  if (hasJson && !headers.has("content-type")) headers.set("content-type", "application/json");
  const request = new Request(`http://127.0.0.1:3000${apiBase}${path}${query}`, {
    method: operation.method,
    headers,
    body: call.form ?? (hasJson ? JSON.stringify(call.body) : undefined),
  });
  const response = await answerApi(request);
  const text = await response.text();
  const isJson = (response.headers.get("content-type") ?? "").includes("json") && !operation.produces;
  const body: unknown = (isJson || response.status >= 400) && text !== "" ? JSON.parse(text) : null;
  return { status: response.status, body, headers: response.headers, text };
}

/** The secret of a new token of somebody, with every scope unless told. */
export async function tokenOf(
  user: { id: string; isAdmin?: boolean },
  scopes: readonly TokenScope[] = tokenScopes,
  project?: string,
): Promise<string> {
  const { secret } = await createToken(actorFor(user), {
    name: "a program",
    scopes: [...scopes],
    days: 1,
    project,
  });
  return secret;
}

const tables = z.array(z.object({ name: z.string() }));
const sums = z.array(z.object({ sum: z.string() }));
/** What every request may write: how often one asked, when a token was used, what one looked at, and work that is noted. */
const passing = [
  "ApiPace",
  "ApiToken",
  "LayerView",
  "StandingWork",
  "ReuseTask",
  "PassageTask",
  "PassageKey",
  "PassagePair",
  "EventSeal",
  "_prisma_migrations",
];

/** The statement that adds up all tables but those, made once for the file that asks. */
let addingUp: Promise<string> | undefined;

/**
 * What stands in all tables but those that reading writes too: how many rows, and which transactions wrote them. A row
 * added, changed (also into itself) or removed makes another answer; one that was only locked does not. The plan over all
 * those tables is kept by the connection, for making it takes longer than following it.
 */
export async function stampOfRows(): Promise<string> {
  addingUp ??= makeStatement();
  const { rows } = await pool().query({ name: "stamp of rows", text: await addingUp });
  return sums.parse(rows)[0]?.sum ?? "";
}

async function makeStatement(): Promise<string> {
  const names = tables.parse(
    await db().$queryRawUnsafe(
      `SELECT tablename::text AS name FROM pg_tables WHERE schemaname = 'public' AND NOT tablename = ANY($1) ORDER BY 1`,
      passing,
    ),
  );
  const parts = names.map(
    ({ name }) =>
      `SELECT '${name} ' || count(*) || ' ' || coalesce(sum(xmin::text::bigint), 0) AS n FROM "${name}"`,
  );
  return `SELECT string_agg(n, '|' ORDER BY n) AS sum FROM (${parts.join(" UNION ALL ")}) x`;
}

/** A key that has not been used. */
export function newKey(): string {
  return randomUUID();
}
