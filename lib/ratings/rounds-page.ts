import "server-only";
import { highestRole } from "@/lib/access";
import { type Actor, canOnRegister } from "@/lib/policy";
import { getRound, getRoundSource, listRaters, listRounds } from "@/lib/ratings/round-queries";
import { getRatingRules } from "@/lib/ratings/settings";
import { getTeamDiagonal } from "@/lib/ratings/team-diagonal";

/** What the page of rating rounds shows, in a project and in the house alike. Throws forbidden, badInput `bad-cursor`. */
export async function getRoundsPage(actor: Actor, cursor: string | undefined) {
  const role = await highestRole(actor);
  return {
    page: await listRounds(actor, cursor),
    canManage: canOnRegister(role, "round.manage"),
    diagonal: canOnRegister(role, "source.rate") ? await getTeamDiagonal(actor) : null,
    rules: await getRatingRules(actor),
  };
}

/**
 * What a round's page shows: the round and one of its sources, the one asked for, else the first that the reader has yet
 * to rate, else its first. Throws notFound, forbidden.
 */
export async function getRoundPage(actor: Actor, roundId: string, sourceId: string | undefined) {
  const round = await getRound(actor, roundId);
  const asked = round.sources.find((one) => one.id === sourceId);
  const chosen = asked ?? round.sources.find((one) => !one.myGrade) ?? round.sources[0];
  return {
    round,
    open: chosen ? await getRoundSource(actor, round, chosen.id) : null,
    raters: round.canManage ? await listRaters(actor) : [],
  };
}
