import "server-only";
import { timingSafeEqual } from "node:crypto";
import { readFile, rm } from "node:fs/promises";
import type { z } from "zod";
import { recordEvents } from "@/lib/audit";
import { hashPassword } from "@/lib/auth/password";
import { inTransaction } from "@/lib/db";
import { badInput, conflict } from "@/lib/errors";
import type { setUpInput } from "@/lib/installation/schema";
import { insertUser } from "@/lib/users/commands";

/**
 * Makes the first administrator of an installation without users and returns the id; of two at once one succeeds.
 * `codeFile` holds the code that the terminal showed, and is removed. Throws badInput `wrong-code`, conflict
 * `already-set-up`.
 */
export async function setUpInstallation(
  input: z.output<typeof setUpInput>,
  codeFile: string | undefined,
): Promise<string> {
  await checkCode(input.code, codeFile);
  const passwordHash = await hashPassword(input.password);
  const userId = await inTransaction(undefined, async (tx) => {
    await tx.$executeRaw`SELECT 1 FROM "Installation" WHERE "id" = 1 FOR UPDATE`;
    if (await tx.user.findFirst({ select: { id: true } }))
      throw conflict("already-set-up", "Sourcebench has been set up already. Sign in instead.");
    const { name, email } = input;
    const id = await insertUser(tx, { name, email, passwordHash, isAdmin: true });
    await tx.installation.update({ where: { id: 1 }, data: { setUpAt: new Date() } });
    await recordEvents(tx, [{ type: "installation.set-up", actorId: id, subjectId: id }]);
    return id;
  });
  if (codeFile) await rm(codeFile, { force: true });
  return userId;
}

async function checkCode(code: string, codeFile: string | undefined): Promise<void> {
  const stored = codeFile ? await readFile(codeFile, "utf8").catch(() => "") : "";
  const wanted = Buffer.from(stored.trim(), "utf8");
  if (wanted.length === 0)
    throw badInput("no-code", "There is no code to compare with. Restart Sourcebench: it prints a new one.");
  const given = Buffer.from(code, "utf8");
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted))
    throw badInput("wrong-code", "This is not the code that Sourcebench printed in the terminal.");
}
