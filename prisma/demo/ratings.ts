import { getArticleText } from "@/lib/articles/get-article-text";
import { getLayer } from "@/lib/layers/queries";
import { pinObservation } from "@/lib/observations/commands";
import type { Actor } from "@/lib/policy";
import { rateInRound, rateSource } from "@/lib/ratings/commands";
import { decideHouseGrade, listHouseGrades } from "@/lib/ratings/house-grades";
import { listRounds } from "@/lib/ratings/round-queries";
import { createRound } from "@/lib/ratings/rounds";
import { getSourceRatings } from "@/lib/ratings/source-ratings";
import { listWork } from "@/lib/slots/queries";
import { findQuote, stableId } from "./compose-marks";
import { valleyWork } from "./marks-copies";

type People = Readonly<Record<"manager" | "reviewer" | "anna" | "ben", Actor>>;
type Sources = ReadonlyMap<string, string>;

const roundName = "Spring: who wrote about the dam";
const asked = ["Nordwire", "Teln Valley Post", "Oberland-Bote", "Valley24"];
const answers = [
  ["anna", "Nordwire", "B", "Every number has its source; the one that could not be checked says so."],
  ["anna", "Oberland-Bote", "D", "A machine translation that nobody read: “wird geglaubt”."],
  ["anna", "Valley24", "E", "A translation of a translation under a reporter's name."],
  ["anna", "Teln Valley Post", "A", "Matched names with families and doctors, and says how."],
  ["ben", "Nordwire", "A", "A reporter in Korva within hours, and a doctor who had reason to be careful."],
  ["ben", "Oberland-Bote", "C", "Says what it translated and from whom; the errors are of language."],
  ["ben", "Teln Valley Post", "B", "Careful work, but one story so far."],
  ["reviewer", "Nordwire", "B", "Its count of missing people held, with its reservation."],
  ["reviewer", "Valley24", "E", "Nothing in it was asked of anybody."],
] as const;

/** A round that runs: three have answered in part, and the manager, who is asked too, has not. Made once. */
export async function openRound(people: People, sources: Sources): Promise<void> {
  const { items } = await listRounds(people.manager);
  if (items.some((round) => round.name === roundName)) return;
  const { id: roundId } = await createRound(people.manager, {
    name: roundName,
    topic: "The Brannik dam",
    sourceIds: asked.flatMap((name) => sources.get(name) ?? []),
    raterIds: Object.values(people).map((person) => person.userId),
    periodFrom: "2025-05-14",
    periodTo: "2025-05-18",
  });
  for (const [who, name, grade, rationale] of answers) {
    const sourceId = sources.get(name) ?? "";
    await rateInRound(people[who], { roundId, sourceId, grade, rationale, evidence: [] });
  }
}

/** The house's grade of the agency: the manager rates it, and decides on what all have said. Decided once. */
export async function gradeAgency({ manager }: People, sources: Sources): Promise<void> {
  const sourceId = sources.get("Nordwire") ?? "";
  const known = await listHouseGrades(manager, sourceId);
  if (known.seen.length + known.folded.length > 0) return;
  const about = { sourceId, grade: "B", role: "publisher", topic: "" } as const;
  const rationale = "Years of careful attribution; two corrections last year, both within the day.";
  await rateSource(manager, { ...about, periodFrom: null, periodTo: null, rationale, evidence: [] });
  const { scopes } = await getSourceRatings(manager, sourceId);
  const ratings = scopes.find((scope) => scope.role === about.role && scope.topic === "")?.ratings ?? [];
  await decideHouseGrade(manager, {
    ...about,
    rationale: "All who rated it say B; nothing since speaks against it.",
    ratingIds: ratings.map((rating) => rating.id),
  });
}

/** What an editor noticed about an outlet while reading, pinned to its words. Pinned once. */
export async function observe({ anna }: People, slug: string, sources: Sources): Promise<void> {
  const own = await Promise.all(
    (["submitted", "done"] as const).map((filter) => listWork(anna, slug, filter)),
  );
  const item = own.flatMap((page) => page.items).find((one) => one.title === valleyWork.title);
  if (!item?.layerId) return;
  const { versionId } = await getLayer(anna, item.layerId);
  const { text } = await getArticleText(anna, versionId);
  await pinObservation(anna, {
    id: stableId(item.layerId, "observation"),
    sourceId: sources.get("Valley24") ?? "",
    layerId: item.layerId,
    ...findQuote(text, "Everything was followed"),
    note: "A crosshead in quotation marks that nobody said: the company's words were “every procedure was followed”.",
  });
}
