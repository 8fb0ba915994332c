import "server-only";
import { z } from "zod";

const schema = z.object({
  DATABASE_URL: z.string().min(1),
  DATABASE_URL_DIRECT: z.string().optional(),
  DATABASE_PREPARE: z.enum(["0", "1"]).default("1"),
  DATABASE_POOL: z.coerce.number().int().min(1).max(200).default(12),
  AUTH_SECRET: z.string().min(16),
  NEXTAUTH_URL: z.string().optional(),
  DATA_DIR: z.string().default(".data"),
  SETUP_CODE_FILE: z.string().optional(),
  OIDC_ISSUER: z.string().optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  OIDC_NAME: z.string().default("Single sign-on"),
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
  API_REQUESTS_PER_MINUTE: z.coerce.number().int().min(1).max(1_000_000).default(600),
  TRUST_PROXY: z.enum(["0", "1"]).default("0"),
  FETCH_PRIVATE_HOSTS: z.string().default(""),
  NODE_ENV: z.enum(["development", "production", "test"]).default("production"),
});

export type Env = z.infer<typeof schema>;

/** The names of the migrations this build was made with, oldest first; next.config.js writes them in. */
export function builtMigrations(): string[] {
  return (process.env.SOURCEBENCH_MIGRATIONS ?? "").split(",").filter((name) => name !== "");
}

/** Names the sources that this build was made from; bin/build.mjs gives it, next.config.js writes it in. */
export function buildName(): string {
  return process.env.SOURCEBENCH_BUILD ?? "development";
}

declare global {
  var sourcebenchEnv: Env | undefined;
}

/** The configuration, read once a process from the environment; throws with the names of what is missing or malformed. */
export function env(): Env {
  if (!globalThis.sourcebenchEnv) {
    const result = schema.safeParse(process.env);
    if (!result.success) {
      const names = result.error.issues.map((issue) => issue.path.join(".")).join(", ");
      throw new Error(`The environment is incomplete or malformed: ${names}. See .env.example.`);
    }
    globalThis.sourcebenchEnv = result.data;
  }
  return globalThis.sourcebenchEnv;
}

/** The address that people type, without a slash at its end. */
export function siteAddress(): string {
  return (env().NEXTAUTH_URL ?? "http://127.0.0.1:3000").replace(/\/+$/, "");
}
