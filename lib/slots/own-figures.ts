import "server-only";
import type { Actor } from "@/lib/policy";
import { getOwnGold } from "@/lib/slots/gold-queries";
import type { GoldPerson } from "@/lib/slots/gold-schema";
import { getOwnLimits } from "@/lib/slots/limits";
import type { OwnLimits } from "@/lib/slots/schema";
import { getOwnTime } from "@/lib/slots/time-queries";

/** What one's own page of work says about oneself: time, limits, and the mean on gold where the project tells it. */
export type OwnFigures = {
  time: { week: number; total: number };
  limits: OwnLimits;
  gold: GoldPerson | null;
};

/** The actor's own figures in a project. Throws notFound, forbidden. */
export async function getOwnFigures(actor: Actor, slug: string): Promise<OwnFigures> {
  const [time, limits, gold] = await Promise.all([
    getOwnTime(actor, slug),
    getOwnLimits(actor, slug),
    getOwnGold(actor, slug),
  ]);
  return { time, limits, gold };
}
