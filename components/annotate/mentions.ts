import { attributeOf, type Mark, wordsOf } from "@/components/annotate/marks";
import type { sourceKinds } from "@/lib/vocabulary";

/** The words of a mark's source, so that "The researcher" and "the  researcher" are the same; empty where it has none. */
function sourceWords(mark: Mark): string {
  return wordsOf(mark.annotation, "source").normalize("NFC").replaceAll(/\s+/gu, " ").trim().toLowerCase();
}

/** The other attributions in the order in which they help: those before from the nearest back, then those after. */
function byNearness(marks: readonly Mark[], markId: string): Mark[] {
  const place = marks.findIndex((mark) => mark.annotation.id === markId);
  const isOther = (mark: Mark) => mark.annotation.kind === "attribution" && mark.annotation.id !== markId;
  const before = marks.slice(0, Math.max(place, 0)).reverse();
  return [...before, ...marks.slice(place + 1)].filter(isOther);
}

/**
 * Whom the attributions of this layer mean already, seen from one of them, the nearest before it first: by the same
 * words (`same`), and by any (`here`). Two sentences may mean two people by "the researcher", so both are offered.
 */
export function resolvedHere(marks: readonly Mark[], markId: string): { same: string[]; here: string[] } {
  const own = marks.find((mark) => mark.annotation.id === markId);
  const words = own ? sourceWords(own) : "";
  const others = byNearness(marks, markId);
  const idsOf = (list: readonly Mark[]) => [
    ...new Set(list.flatMap((mark) => mark.sources.map((link) => link.sourceId))),
  ];
  const same = idsOf(others.filter((mark) => words !== "" && sourceWords(mark) === words));
  return { same, here: idsOf(others) };
}

/** What a source is proposed as where the register lacks it: what its mark says of it, an organisation where that says nothing. */
export function proposedKind(mark: Mark): (typeof sourceKinds)[number] {
  const kind = attributeOf(mark.annotation, "sourceKind");
  if (kind === "named-person") return "person";
  return kind === "document" ? "document" : "organisation";
}

/** The later attributions with the same words for their source that nobody has resolved yet, in reading order. */
export function laterMentions(marks: readonly Mark[], markId: string): string[] {
  const place = marks.findIndex((mark) => mark.annotation.id === markId);
  const own = marks[place];
  const words = own ? sourceWords(own) : "";
  if (words === "") return [];
  return marks
    .slice(place + 1)
    .filter((mark) => mark.annotation.kind === "attribution" && mark.sources.length === 0)
    .filter((mark) => sourceWords(mark) === words)
    .map((mark) => mark.annotation.id);
}
