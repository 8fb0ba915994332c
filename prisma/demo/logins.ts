import { randomInt } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";
import { writePrivate } from "../../bin/secrets.mjs";

const roles = ["manager", "reviewer", "annotator", "viewer"] as const;
const loginSchema = z.object({
  email: z.string(),
  password: z.string(),
  role: z.string(),
});
export type DemoLogin = z.infer<typeof loginSchema>;
export type DemoPerson = { email: string; name: string; role: (typeof roles)[number]; isAdmin: boolean };

/** The people of the demo project; the first is the site's administrator and the project's manager. */
export const demoPeople: readonly [DemoPerson, ...DemoPerson[]] = [
  { email: "manager@sourcebench.example", name: "Marit Solheim", role: "manager", isAdmin: true },
  { email: "reviewer@sourcebench.example", name: "Jonas Keller", role: "reviewer", isAdmin: false },
  { email: "anna@sourcebench.example", name: "Anna Petrow", role: "annotator", isAdmin: false },
  { email: "ben@sourcebench.example", name: "Ben Okafor", role: "annotator", isAdmin: false },
  { email: "viewer@sourcebench.example", name: "Vera Lindt", role: "viewer", isAdmin: false },
];

// Without the letters and digits that are taken for one another.
const alphabet = "abcdefghjkmnpqrstuvwxyz23456789";

/** The demo logins of this installation, made at random (59 bits) and written to `file`, mode 0600, the first time. */
export function readLogins(file: string): DemoLogin[] {
  const known = existsSync(file) ? z.array(loginSchema).parse(JSON.parse(readFileSync(file, "utf8"))) : [];
  const logins = demoPeople.map(
    ({ email, role, isAdmin }) =>
      known.find((login) => login.email === email) ?? {
        email,
        password: randomPassword(),
        role: isAdmin ? `administrator and ${role}` : role,
      },
  );
  if (logins.some((login) => !known.includes(login)))
    writePrivate(file, `${JSON.stringify(logins, null, 2)}\n`);
  return logins;
}

function randomPassword(): string {
  const group = () => Array.from({ length: 4 }, () => alphabet[randomInt(alphabet.length)]).join("");
  return [group(), group(), group()].join("-");
}
