import { getArticleText } from "@/lib/articles/get-article-text";
import { listBoard } from "@/lib/cards/board";
import { boardFilter } from "@/lib/cards/board-schema";
import { answerCandidate, createCard, judgePair } from "@/lib/cards/commands";
import { listFreeClaims } from "@/lib/cards/lists";
import { applyCommand } from "@/lib/layers/commands";
import { getLayer } from "@/lib/layers/queries";
import type { Actor } from "@/lib/policy";
import { finishReview, startReview } from "@/lib/review/commands";
import { applyReviewCommand } from "@/lib/review/decide";
import { getReview } from "@/lib/review/queries";
import { listReviewQueue } from "@/lib/review/queue";
import { queueFilter } from "@/lib/review/queue-schema";
import type { UnitDto } from "@/lib/review/schema";
import { submitLayer } from "@/lib/slots/commands";
import { listWork } from "@/lib/slots/queries";
import type { WorkItem } from "@/lib/slots/schema";
import { takeNextSlot } from "@/lib/slots/take-slot";
import { composeCommand, type DemoText, stableId } from "./compose-marks";
import type { DemoWork } from "./mark-schema";
import { boteWork, meridianWork, valleyWork } from "./marks-copies";
import { denialWork, localWork } from "./marks-reporting";
import { agencyWork, courierWork } from "./marks-reports";

/** What is annotated, in the order in which the articles are given out; the reviewer has finished all but two. */
const work: readonly DemoWork[] = [
  agencyWork,
  courierWork,
  localWork,
  denialWork,
  boteWork,
  valleyWork,
  meridianWork,
];
const reviewed = work.filter((one) => one !== courierWork && one !== meridianWork).map((one) => one.title);

/** A person's marks on the first articles, handed in. Articles that somebody has since done otherwise are left alone. */
export async function annotate(
  person: Actor,
  slug: string,
  who: "anna" | "ben",
  sources: ReadonlyMap<string, string>,
): Promise<void> {
  const own = await takeAll(person, slug);
  const texts = new Map<string, DemoText>();
  for (const item of own) {
    const layer = item.layerId ? await getLayer(person, item.layerId) : null;
    if (!layer) continue;
    const { text } = await getArticleText(person, layer.versionId);
    texts.set(item.title, { versionId: layer.versionId, text });
  }
  for (const item of own) {
    const marks = work.find((one) => one.title === item.title);
    const text = texts.get(item.title);
    if (!marks || !text || !item.layerId || item.state !== "taken") continue;
    const context = { layerId: item.layerId, own: text, others: texts, sources };
    await applyCommand(person, item.layerId, composeCommand(context, [...marks.both, ...marks[who]]));
    await submitLayer(person, item.layerId, { nothingToMark: false });
  }
}

async function takeAll(person: Actor, slug: string): Promise<WorkItem[]> {
  let own = await listAll(person, slug);
  while (own.length < work.length) {
    if (!(await takeNextSlot(person, slug))) break;
    own = await listAll(person, slug);
  }
  return own;
}

async function listAll(person: Actor, slug: string): Promise<WorkItem[]> {
  const pages = await Promise.all(
    (["open", "submitted", "done", "skipped"] as const).map((filter) => listWork(person, slug, filter)),
  );
  return pages.flatMap((page) => page.items);
}

/** The reviewer's settling of all articles but two: what agrees is taken, of the rest one person's mark is, or none. */
export async function review(reviewer: Actor, slug: string): Promise<void> {
  const queue = await Promise.all([
    listReviewQueue(reviewer, slug, queueFilter.parse({ show: "waiting" })),
    listReviewQueue(reviewer, slug, queueFilter.parse({ show: "mine" })),
  ]);
  for (const { articleId, title } of queue.flatMap((page) => page.items)) {
    if (!reviewed.includes(title)) continue;
    await startReview(reviewer, articleId);
    const commandId = stableId(articleId, "accept agreed");
    await applyReviewCommand(reviewer, articleId, { commandId, action: "accept-agreed" });
    const { units } = await getReview(reviewer, articleId);
    for (const unit of units) if (!unit.decision) await settle(reviewer, articleId, unit);
    await finishReview(reviewer, articleId);
  }
}

async function settle(reviewer: Actor, articleId: string, unit: UnitDto): Promise<void> {
  const commandId = stableId(unit.id, "settle");
  const [first] = unit.members;
  if (!first) return;
  // A mark that one person alone made is taken, but for duplicates, which need a second look.
  if (unit.kind === "duplicate" && unit.members.length === 1) {
    const step = { commandId, unitId: unit.id, action: "reject", reason: "other", comment: null } as const;
    await applyReviewCommand(reviewer, articleId, step);
    return;
  }
  const layerIds = [first.layerId];
  await applyReviewCommand(reviewer, articleId, {
    commandId,
    unitId: unit.id,
    action: "accept",
    layerIds,
    comment: null,
  });
}

/** What is followed, and words that stand in every final claim of it; a claim with the first words begins the card. */
const cards: readonly { statement: string; words: readonly string[] }[] = [
  {
    statement: "About 600 people were rescued in Korva after the Brannik dam broke.",
    words: ["600"],
  },
  {
    statement: "At least 14 people died when the Brannik dam broke.",
    words: ["at least 14 dead", "nine deaths", "six bodies"],
  },
  {
    statement: "Teln Hydro warned the rescuers half an hour before the dam broke.",
    words: ["doing something it should not", "had warned rescuers", "at ten past three"],
  },
];

/** A card for each claim that is followed, with the final claims that make it. */
export async function followClaims(
  reviewer: Actor,
  slug: string,
  sources: ReadonlyMap<string, string>,
): Promise<void> {
  const known = (await listBoard(reviewer, slug, boardFilter.parse({}))).items;
  for (const { statement, words } of cards) {
    if (known.some((card) => card.statement === statement)) continue;
    const found = await Promise.all(words.map((q) => listFreeClaims(reviewer, slug, { q })));
    const [first, ...others] = found.flatMap((page) => page.items);
    if (!first) continue;
    const { id } = await createCard(reviewer, slug, { claimId: first.claimId, statement, type: "content" });
    for (const { claimId } of others) await answerCandidate(reviewer, id, { claimId, isSame: true });
    if (words.includes("nine deaths")) await judgeCounts(reviewer, id, sources);
  }
}

async function judgeCounts(reviewer: Actor, cardId: string, sources: ReadonlyMap<string, string>) {
  const [a, b] = [sources.get("Teln Valley Post"), sources.get("Prosecutor's office in Korva")];
  if (!a || !b) return;
  const reason =
    "The prosecutor confirmed names a day after the newspaper printed its list. Whether he worked from it, neither says.";
  await judgePair(reviewer, { cardId, a, b, level: "possible", reason });
}
