import { parseArgs } from "node:util";
import { z } from "zod";
import { closeDb } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { createToken, revokeToken } from "@/lib/tokens/commands";
import { listTokens } from "@/lib/tokens/queries";
import { createTokenInput, tokenDays, tokenIdInput, tokenScopes } from "@/lib/tokens/schema";
import { findActor } from "@/lib/users/find-actor";

export const help = `Usage: node bin/sourcebench.mjs token create --scope LIST [--user EMAIL] [--name TEXT] [--project SLUG] [--days N]
       node bin/sourcebench.mjs token list [--user EMAIL]
       node bin/sourcebench.mjs token revoke ID [--user EMAIL]

A token lets a program act for a person over /api/v1: never more than the person may do, and only what
its scopes name. "create" prints the secret on standard output, this once, and all else on standard error.

  --user EMAIL     whose token it is (default: the oldest administrator)
  --scope LIST     what it may do, with commas: ${tokenScopes.join(", ")}
  --name TEXT      what it is for (default: "command line")
  --project SLUG   the one project it works in (default: all that its person works in)
  --days N         how long it is good for, 1 to ${tokenDays.most} (default: ${tokenDays.usual})

  TOKEN=$(node bin/sourcebench.mjs token create --user mara@example.org --scope read)
  curl -H "Authorization: Bearer $TOKEN" http://127.0.0.1:3000/api/v1/me

Exit codes: 0 done, 1 refused, 2 wrong use.`;

const options = {
  user: { type: "string" },
  scope: { type: "string" },
  name: { type: "string" },
  project: { type: "string" },
  days: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

type Output = { out: (line: string) => void; err: (line: string) => void };
type Values = { [name in "user" | "scope" | "name" | "project" | "days"]?: string };

/** Runs "sourcebench token" in this process and returns the exit code. */
export function tokenCommand(args: string[]): Promise<number> {
  return runToken(args, { out: console.log, err: console.error }).finally(closeDb);
}

/** Runs "sourcebench token" with its words and returns the exit code. */
export async function runToken(args: string[], output: Output): Promise<number> {
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    if (values.help) output.out(help);
    return values.help ? 0 : await act(positionals, values, output);
  } catch (error) {
    if (error instanceof z.ZodError) {
      for (const { path, message } of error.issues) output.err(`${path.join(".") || "token"}: ${message}`);
      return 2;
    }
    if (error instanceof AppError) {
      output.err(error.message);
      return 1;
    }
    if (error instanceof TypeError && "code" in error) {
      output.err(`${error.message}\n\n${help}`);
      return 2;
    }
    throw error;
  }
}

async function act([action, id, ...more]: string[], values: Values, output: Output): Promise<number> {
  if (more.length > 0 || (id !== undefined) !== (action === "revoke")) {
    output.err(help);
    return 2;
  }
  if (action === "create") return create(values, output);
  if (action === "list") return list(values, output);
  if (action !== "revoke") {
    output.err(help);
    return 2;
  }
  const { tokenId } = tokenIdInput.parse({ tokenId: id });
  const token = await revokeToken(await findActor(values.user), tokenId);
  output.err(`Revoked ${token.prefix}… (${token.name}).`);
  return 0;
}

async function create(values: Values, output: Output): Promise<number> {
  const input = createTokenInput.parse({
    name: values.name ?? "command line",
    scopes: (values.scope ?? "").split(/[\s,]+/).filter((scope) => scope !== ""),
    project: values.project,
    days: values.days,
  });
  const { token, secret } = await createToken(await findActor(values.user), input);
  output.err(`${token.id}, good until ${token.expiresAt}. Keep the secret: it is not shown again.`);
  output.out(secret);
  return 0;
}

async function list(values: Values, output: Output): Promise<number> {
  const actor = await findActor(values.user);
  let cursor: string | null = null;
  do {
    const page = await listTokens(actor, { cursor });
    for (const token of page.items)
      output.out(
        [
          token.id,
          token.prefix,
          token.state,
          token.scopes.join(","),
          token.project?.slug ?? "all projects",
          token.expiresAt,
          token.lastUsedAt ?? "never used",
          token.name,
        ].join("\t"),
      );
    cursor = page.next;
  } while (cursor);
  return 0;
}
