import { endsOf } from "@/lib/layers/plan";
import { type LayerObject, type ObjectInput, type Operation, toInput } from "@/lib/layers/schema";
import type { SuggestionDto } from "@/lib/suggestions/schema";

/** The most operations of one command. */
const mostOperations = 500;

/** The suggestions that a layer has not answered, in their order. */
export function pendingSuggestions(
  suggestions: readonly SuggestionDto[],
  objects: ReadonlyMap<string, LayerObject>,
): SuggestionDto[] {
  if (suggestions.length === 0) return [];
  const answered = new Set<string>();
  for (const object of objects.values())
    if (object.type === "suggestionAnswer" && !object.deleted) answered.add(object.suggestionId);
  return suggestions.filter(({ id }) => !answered.has(id));
}

/** Those with a score of at least `least`, surest first; those without a score never. */
export function suggestionsFrom(suggestions: readonly SuggestionDto[], least: number): SuggestionDto[] {
  return suggestions
    .filter(({ score }) => score !== null && score >= least)
    .toSorted((a, b) => (b.score ?? 0) - (a.score ?? 0));
}

/**
 * The operations that make marks of suggestions, in one command: each mark with the answer that names it, and every link
 * and nesting of which both ends are marks of the layer then, whichever was accepted first. `markIds` are the new marks'
 * ids in the order of the suggestions taken, which are fewer than asked for where a command cannot hold all.
 */
export function acceptOperations(
  taken: readonly SuggestionDto[],
  all: readonly SuggestionDto[],
  objects: ReadonlyMap<string, LayerObject>,
  newId: () => string,
): { operations: Operation[]; markIds: string[] } {
  let count = Math.min(taken.length, mostOperations / 2);
  for (;;) {
    const made = operationsFor(taken.slice(0, count), all, objects, newId);
    if (made.operations.length <= mostOperations || count <= 1) return made;
    count = Math.floor(count * 0.8);
  }
}

function operationsFor(
  taken: readonly SuggestionDto[],
  all: readonly SuggestionDto[],
  objects: ReadonlyMap<string, LayerObject>,
  newId: () => string,
): { operations: Operation[]; markIds: string[] } {
  const before = acceptedMarks(objects);
  const fresh = new Map(taken.map(({ id }) => [id, newId()]));
  const markOf = (id: string) => fresh.get(id) ?? before.get(id);
  const put = (object: ObjectInput, revision: number | null = null): Operation => ({
    op: "put",
    object,
    revision,
  });
  // What another is nested in has to be there first.
  const ordered = outerFirst(taken);
  const operations = ordered.flatMap((one): Operation[] => {
    const id = fresh.get(one.id) ?? newId();
    const nestedInId = one.nestedInId === null ? null : (markOf(one.nestedInId) ?? null);
    const { kind, attributes, spans, producer, version, score } = one;
    const answer = { type: "suggestionAnswer", id: newId(), suggestionId: one.id, annotationId: id } as const;
    return [
      put({ type: "annotation", id, kind, attributes, spans, nestedInId }),
      put({ ...answer, producer, version, score }),
    ];
  });
  for (const one of all) {
    const own = before.get(one.id);
    const outer = one.nestedInId === null ? undefined : fresh.get(one.nestedInId);
    const mark = own && outer ? objects.get(own) : undefined;
    if (mark?.type === "annotation" && outer && mark.nestedInId === null)
      operations.push(put(toInput({ ...mark, nestedInId: outer }), mark.revision));
  }
  const links = all.flatMap((one) => one.links);
  // Claims first: what rests on something for a claim needs the link to it.
  for (const link of [...links.filter(isClaimLink), ...links.filter((one) => !isClaimLink(one))]) {
    const ends = endsOf(link);
    if (!ends.some((end) => fresh.has(end)) || ends.some((end) => !markOf(end))) continue;
    operations.push(put(moved(link, newId(), (id) => markOf(id) ?? id)));
  }
  return { operations, markIds: taken.flatMap(({ id }) => fresh.get(id) ?? []) };
}

const isClaimLink = (link: ObjectInput) => link.type === "claimLink";

/** The marks that suggestions became, by suggestion. */
function acceptedMarks(objects: ReadonlyMap<string, LayerObject>): Map<string, string> {
  const marks = new Map<string, string>();
  for (const object of objects.values())
    if (object.type === "suggestionAnswer" && !object.deleted && object.annotationId)
      marks.set(object.suggestionId, object.annotationId);
  return marks;
}

function outerFirst(taken: readonly SuggestionDto[]): SuggestionDto[] {
  const byId = new Map(taken.map((one) => [one.id, one]));
  const ordered = new Set<SuggestionDto>();
  for (const one of taken) {
    const way: SuggestionDto[] = [];
    for (let at: SuggestionDto | undefined = one; at && !way.includes(at); at = byId.get(at.nestedInId ?? ""))
      way.unshift(at);
    for (const step of way) ordered.add(step);
  }
  return [...ordered];
}

function moved(link: ObjectInput, id: string, at: (id: string) => string): ObjectInput {
  switch (link.type) {
    case "claimLink":
      return { ...link, id, attributionId: at(link.attributionId), claimId: at(link.claimId) };
    case "attributionSource":
      return { ...link, id, attributionId: at(link.attributionId) };
    case "restsOn":
      return {
        ...link,
        id,
        attributionId: at(link.attributionId),
        targetId: link.targetId && at(link.targetId),
        claimIds: link.claimIds.map(at),
      };
    default:
      return { ...link, id };
  }
}

/** The operation that rejects a suggestion. */
export function rejectOperation({ id, producer, version, score }: SuggestionDto, newId: string): Operation {
  const object = { type: "suggestionAnswer", id: newId, suggestionId: id, annotationId: null } as const;
  return { op: "put", object: { ...object, producer, version, score }, revision: null };
}
