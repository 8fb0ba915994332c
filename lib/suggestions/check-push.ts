import type { AttributeDefinition } from "@/lib/attributes/schema";
import { canonicalJson } from "@/lib/canonical-json";
import { AppError } from "@/lib/errors";
import { endsOf, type PlanContext, planChanges } from "@/lib/layers/plan";
import type { LayerObject, ObjectInput } from "@/lib/layers/schema";
import type { SuggestedObject, SuggestionFault } from "@/lib/suggestions/schema";
import { type CodePointIndex, sliceCodePoints } from "@/lib/text/code-points";

type Mark = Extract<ObjectInput, { type: "annotation" }>;
/** A mark that is right, with the links it makes. */
export type CheckedSuggestion = { versionId: string; score: number | null; mark: Mark; links: ObjectInput[] };

/** What a push is checked against: the versions that it may name, with their texts. */
export type PushContext = {
  kinds: readonly string[];
  /** The project's own, which a suggestion may fill in. */
  attributes: readonly AttributeDefinition[];
  sources: readonly string[];
  versions: ReadonlyMap<string, CodePointIndex>;
};

/**
 * The marks of a push that are right, each with its links, and what is wrong about the others by their places: a version
 * that is not known, a quote that does not stand there, and everything that a save into a layer would refuse. A link or
 * nesting whose other end is not right, or not in the push on the same version, is wrong too. Twins are not suggested.
 */
export function checkPush(
  context: PushContext,
  items: readonly SuggestedObject[],
): { good: CheckedSuggestion[]; faults: SuggestionFault[] } {
  const good = new Map<string, CheckedSuggestion>();
  const taken = new Map<string, LayerObject>();
  const faults: SuggestionFault[] = [];
  const waiting = new Map<number, SuggestedObject>(items.entries());
  const refused = (index: number, item: SuggestedObject, error: AppError) => {
    waiting.delete(index);
    faults.push({ index, id: item.object.id, code: error.code, message: error.message });
  };
  // What refers to something is looked at once that has been, however often that takes.
  for (let isMoving = true; isMoving; ) {
    isMoving = false;
    for (const [index, item] of waiting) {
      const ends = endsOf(item.object);
      if (ends.some((end) => !taken.has(end))) continue;
      isMoving = true;
      try {
        place(good, taken, context, item);
        waiting.delete(index);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        refused(index, item, error);
      }
    }
  }
  const missing = new AppError(
    400,
    "missing-reference",
    "Something this refers to is not right or not in the push.",
  );
  for (const [index, item] of [...waiting]) refused(index, item, missing);
  return { good: [...good.values()], faults: faults.toSorted((a, b) => a.index - b.index) };
}

function place(
  good: Map<string, CheckedSuggestion>,
  taken: Map<string, LayerObject>,
  context: PushContext,
  { versionId, score, object }: SuggestedObject,
): void {
  const text = context.versions.get(versionId);
  if (!text) throw new AppError(400, "unknown-version", "No text of this project has this version.");
  if (object.type === "reuseLink" || object.type === "suggestionAnswer")
    throw new AppError(
      400,
      "not-suggested",
      "Suggest marks and links between them; twins are found by people.",
    );
  if (taken.has(object.id)) throw new AppError(400, "id-taken", "An earlier item has this id.");
  const owner = object.type === "annotation" ? null : good.get(object.attributionId);
  const ends = endsOf(object).flatMap((end) => good.get(end) ?? []);
  if (ends.some((end) => end.versionId !== versionId))
    throw new AppError(400, "missing-reference", "What this refers to is on another text.");
  const plan: PlanContext = {
    textLength: text.length,
    kinds: context.kinds,
    attributes: context.attributes,
    sources: context.sources,
    objects: near(taken, object),
  };
  const after = planChanges(plan, [{ op: "put", object, revision: null }])[0]?.after;
  if (!after) return;
  if (after.type !== "annotation") owner?.links.push(object);
  else {
    const wrong = after.spans.find((span) => sliceCodePoints(text, span) !== span.quote);
    if (wrong)
      throw new AppError(
        400,
        "quote-mismatch",
        `The text at ${wrong.start}–${wrong.end} is not “${cut(wrong.quote)}”.`,
      );
    const { revision: _revision, deleted: _deleted, ...mark } = after;
    good.set(object.id, { versionId, score, mark, links: [] });
  }
  taken.set(object.id, after);
}

/** What a plan has to know of: the ends alone, unless a circle or what an attribution carries is to be seen. */
function near(
  taken: ReadonlyMap<string, LayerObject>,
  object: ObjectInput,
): ReadonlyMap<string, LayerObject> {
  const isChained = object.type === "restsOn" || (object.type === "annotation" && object.nestedInId !== null);
  if (isChained) return taken;
  return new Map(
    endsOf(object).flatMap((id) => {
      const end = taken.get(id);
      return end ? [[id, end] as const] : [];
    }),
  );
}

function cut(words: string): string {
  const letters = [...words];
  return letters.length > 60 ? `${letters.slice(0, 59).join("")}…` : words;
}

/** Everything that a suggestion says, in one text: two are the same where these are. */
export function contentOfSuggestion({ versionId, score, mark, links }: CheckedSuggestion): string {
  const spans = mark.spans.toSorted(
    (a, b) => a.start - b.start || a.end - b.end || (a.role < b.role ? -1 : 1),
  );
  return canonicalJson({
    versionId,
    score,
    mark: { ...mark, spans },
    links: links.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  });
}
