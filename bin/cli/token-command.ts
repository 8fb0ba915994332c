import { closeDb } from "@/lib/db";
import { createToken, revokeToken } from "@/lib/tokens/commands";
import { listTokens } from "@/lib/tokens/queries";
import { createTokenInput, tokenDays, tokenIdInput, tokenScopes } from "@/lib/tokens/schema";
import { findActor } from "@/lib/users/find-actor";
import { exitCodeLines, exitCodes, readValues, readWords, runCommand, wrongUse } from "./command";

const help = `Usage: node bin/sourcebench.mjs token create --scope LIST [--user EMAIL] [--name TEXT] [--project SLUG] [--days N]
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

${exitCodeLines("done", "something was refused")}`;

const options = {
  user: { type: "string" },
  scope: { type: "string" },
  name: { type: "string" },
  project: { type: "string" },
  days: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

type Values = { [name in "user" | "scope" | "name" | "project" | "days"]?: string };

/** Runs `sourcebench token` with its words and answers the exit code. */
export function tokenCommand(words: string[]): Promise<number> {
  return runCommand({ help, run, close: closeDb }, words);
}

async function run(words: string[]): Promise<number> {
  const { values, positionals } = readWords({ args: words, options, allowPositionals: true });
  const [action, id, ...more] = positionals;
  if (action !== "create" && action !== "list" && action !== "revoke")
    throw wrongUse("Say what: create, list or revoke.");
  if (more.length > 0 || (id !== undefined) !== (action === "revoke"))
    throw wrongUse(action === "revoke" ? "Name one token by its id." : `"token ${action}" takes no id.`);
  if (action === "create") return create(values);
  if (action === "list") return list(values);
  const { tokenId } = readValues(tokenIdInput, { tokenId: id });
  const token = await revokeToken(await findActor(values.user), tokenId);
  console.error(`Revoked ${token.prefix}… (${token.name}).`);
  return exitCodes.done;
}

async function create(values: Values): Promise<number> {
  const input = readValues(createTokenInput, {
    name: values.name ?? "command line",
    scopes: (values.scope ?? "").split(/[\s,]+/).filter((scope) => scope !== ""),
    project: values.project,
    days: values.days,
  });
  const { token, secret } = await createToken(await findActor(values.user), input);
  console.error(`${token.id}, good until ${token.expiresAt}. Keep the secret: it is not shown again.`);
  console.log(secret);
  return exitCodes.done;
}

async function list(values: Values): Promise<number> {
  const actor = await findActor(values.user);
  let cursor: string | null = null;
  do {
    const page = await listTokens(actor, { cursor });
    for (const token of page.items)
      console.log(
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
  return exitCodes.done;
}
