import { randomBytes } from "node:crypto";
import { z } from "zod";
import { closeDb } from "@/lib/db";
import { siteAddress } from "@/lib/env";
import { badInput } from "@/lib/errors";
import { createSiteInvitation } from "@/lib/invitations/commands";
import { invitationDays } from "@/lib/invitations/schema";
import type { Actor } from "@/lib/policy";
import { createUser, setUserAdmin, setUserDisabled } from "@/lib/users/commands";
import { findActor } from "@/lib/users/find-actor";
import { findUser, listUsers } from "@/lib/users/queries";
import { emailField, nameField, type UserDto } from "@/lib/users/schema";
import { exitCodeLines, exitCodes, readValues, readWords, runCommand, wrongUse } from "./command";

const help = `Usage: node bin/sourcebench.mjs user add EMAIL --name NAME [--admin] [--days N]
       node bin/sourcebench.mjs user reset EMAIL [--days N]
       node bin/sourcebench.mjs user disable EMAIL
       node bin/sourcebench.mjs user enable EMAIL
       node bin/sourcebench.mjs user admin EMAIL [--off]
       node bin/sourcebench.mjs user list [--json]

"add" makes an account and prints a link by which its person chooses a password; "reset" prints such
a link for an account that is there. A link is good once and for ${invitationDays.usual} days, and is not shown again:
who has it can sign in as that person. "disable" ends the person's sessions at once; what they made
stays. "admin" makes a site administrator, with --off a person like any other. "list" prints a line
each: id, e-mail address, name, "administrator" or "person", "active" or "disabled", since when.

  --name NAME   what others see
  --admin       make them a site administrator at once
  --off         take the administrator's rights away
  --days N      how long the link is good for, 1 to ${invitationDays.most}; ${invitationDays.usual} unless given
  --json        a JSON object a line
  --as EMAIL    who does this; the oldest site administrator unless given

  node bin/sourcebench.mjs user add mara@example.org --name "Mara Lind" | mail -s Welcome mara@example.org
  node bin/sourcebench.mjs user disable mara@example.org
  node bin/sourcebench.mjs user list --json | jq -r 'select(.isAdmin) | .email'

${exitCodeLines("done", "something was refused")}`;

const options = {
  name: { type: "string" },
  admin: { type: "boolean", default: false },
  off: { type: "boolean", default: false },
  days: { type: "string", default: String(invitationDays.usual) },
  json: { type: "boolean", default: false },
  as: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

const wanted = z.object({
  name: nameField.optional(),
  admin: z.boolean(),
  off: z.boolean(),
  days: z.coerce.number().int().min(1).max(invitationDays.most),
  json: z.boolean(),
  as: z.string().optional(),
});
type Wanted = z.infer<typeof wanted>;

/** The options that each action takes, beside --as. */
const actions: Readonly<Record<string, readonly string[]>> = {
  add: ["name", "admin", "days"],
  reset: ["days"],
  disable: [],
  enable: [],
  admin: ["off"],
  list: ["json"],
};

/** Runs `sourcebench user` with its words and answers the exit code. */
export function userCommand(words: string[]): Promise<number> {
  return runCommand({ help, run, close: closeDb }, words);
}

async function run(words: string[]): Promise<number> {
  const {
    values: given,
    positionals,
    tokens,
  } = readWords({ args: words, allowPositionals: true, options, tokens: true });
  const [action = "", address, ...more] = positionals;
  const known = actions[action];
  if (!known) throw wrongUse(`Say what: ${Object.keys(actions).join(", ")}.`);
  for (const token of tokens)
    if (token.kind === "option" && token.name !== "as" && !known.includes(token.name))
      throw wrongUse(`"user ${action}" has no option --${token.name}.`);
  const values = readValues(wanted, given);
  if (more.length > 0 || (address === undefined) !== (action === "list"))
    throw wrongUse(action === "list" ? '"user list" takes no e-mail address.' : "Name one e-mail address.");
  if (action === "list") return list(values);
  const email = emailField.safeParse(address);
  if (!email.success) throw wrongUse(email.error.issues[0]?.message ?? "Write an e-mail address.");
  const actor = await findActor(values.as);
  if (action === "add") return add(actor, email.data, values);
  return change(actor, action, await findUser(actor, email.data), values);
}

async function add(actor: Actor, email: string, { name, admin, days }: Wanted): Promise<number> {
  if (name === undefined) throw wrongUse("Say what others see: --name NAME.");
  // Nobody knows it: the link is how its person chooses one.
  const password = randomBytes(32).toString("base64url");
  await createUser(actor, { email, name, password, isAdmin: admin });
  console.error(`${name} <${email}> has an account${admin ? " and is a site administrator" : ""}.`);
  return printLink(actor, email, days);
}

async function change(actor: Actor, action: string, user: UserDto, values: Wanted): Promise<number> {
  const shown = `${user.name} <${user.email}>`;
  const userId = user.id;
  if (action === "reset") {
    if (user.isDisabled || user.email === null)
      throw badInput("user-disabled", `${shown} is disabled: enable the account first.`);
    return printLink(actor, user.email, values.days);
  }
  if (action === "admin") {
    const isAdmin = !values.off;
    await setUserAdmin(actor, { userId, isAdmin });
    console.error(`${shown} is ${isAdmin ? "a site administrator" : "no site administrator"}.`);
  } else {
    const isDisabled = action === "disable";
    await setUserDisabled(actor, { userId, isDisabled });
    console.error(`${shown} ${isDisabled ? "is disabled, and signed out everywhere" : "can sign in again"}.`);
  }
  return exitCodes.done;
}

async function printLink(actor: Actor, email: string, days: number): Promise<number> {
  const { path, expiresAt } = await createSiteInvitation(actor, { email, days });
  console.error(`Open until ${expiresAt}; not shown again:`);
  console.log(`${siteAddress()}${path}`);
  return exitCodes.done;
}

async function list({ as, json }: Wanted): Promise<number> {
  const actor = await findActor(as);
  let cursor: string | null = null;
  do {
    const page = await listUsers(actor, { cursor });
    for (const user of page.items) {
      const { id, email, name, isAdmin, isDisabled, createdAt } = user;
      const role = isAdmin ? "administrator" : "person";
      const state = isDisabled ? "disabled" : "active";
      console.log(json ? JSON.stringify(user) : [id, email ?? "-", name, role, state, createdAt].join("\t"));
    }
    cursor = page.next;
  } while (cursor);
  return exitCodes.done;
}
