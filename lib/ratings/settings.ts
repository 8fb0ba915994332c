import "server-only";
import { z } from "zod";
import { recordEvents } from "@/lib/audit";
import { db, inTransaction, type Tx } from "@/lib/db";
import { forbidden } from "@/lib/errors";
import type { Actor } from "@/lib/policy";
import type { RatingRulesDto } from "@/lib/ratings/schema";
import { requireRegister } from "@/lib/sources/access";

/** Whether persons of the register may be rated: off unless an administrator has decided otherwise. */
export async function arePersonsRated(tx: Tx = db()): Promise<boolean> {
  const rows = await tx.$queryRaw`SELECT "ratesPersons" FROM "Installation" WHERE "id" = 1`;
  return z.array(z.object({ ratesPersons: z.boolean() })).parse(rows)[0]?.ratesPersons ?? false;
}

/** The rules of rating here, and whether the actor may change them. Throws forbidden. */
export async function getRatingRules(actor: Actor, tx: Tx = db()): Promise<RatingRulesDto> {
  await requireRegister(actor, "source.view", tx);
  return { ratesPersons: await arePersonsRated(tx), canChange: actor.isAdmin };
}

/** Allows or ends the rating of persons; ratings that exist stay. Throws forbidden for all but administrators. */
export async function setPersonRating(actor: Actor, ratesPersons: boolean, tx?: Tx): Promise<void> {
  await inTransaction(tx, async (tx) => {
    await requireRegister(actor, "source.view", tx);
    if (!actor.isAdmin) throw forbidden();
    const { count } = await tx.installation.updateMany({
      where: { id: 1, ratesPersons: !ratesPersons },
      data: { ratesPersons },
    });
    if (count === 0) return;
    await recordEvents(tx, [
      {
        type: "rating-rules.changed",
        actorId: actor.userId,
        subjectId: actor.userId,
        payload: { ratesPersons },
      },
    ]);
  });
}
