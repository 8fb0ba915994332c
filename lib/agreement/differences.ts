import type { ArticleLayer, LayerMark, StoryLayer } from "@/lib/agreement/article-layer";
import { attributesOf, HALF } from "@/lib/agreement/pair-report";
import { isSpansMatch } from "@/lib/agreement/paired-f1";
import { matchByOverlap } from "@/lib/agreement/span-f1";
import { hullOf, spansKey } from "@/lib/text/span";

/** Two people's work on one article: their layers on the story alone, and their links by the marks' ids. */
export type ComparedLayers = {
  a: StoryLayer;
  b: StoryLayer;
  linksOfA: ArticleLayer["links"];
  linksOfB: ArticleLayer["links"];
};

/**
 * A place under the reason that it counts for: `same`, `border` (the same by half), `only-first`, `only-second`;
 * `value:NAME:X:Y` for an attribute of marks that both made; `source` and `cue` for roles that differ; `link:X:Y` for
 * what a link to a claim says (`none` where one of them made no such link). `place` is in code points of the story.
 */
export type Difference = {
  reason: string;
  place: number;
  firstId: string | null;
  secondId: string | null;
};

/**
 * Every place that numbers of two people's agreement on one kind of mark count, in reading order: marks are the same that
 * overlap by half or more, each matched once (as spanF1 matches them). A place stands under several reasons.
 */
export function differencesOf(kind: string, { a, b, linksOfA, linksOfB }: ComparedLayers): Difference[] {
  const own = a.marks.filter((mark) => mark.kind === kind);
  const other = b.marks.filter((mark) => mark.kind === kind);
  const partners = matchByOverlap(own.map(toMark), other.map(toMark), HALF);
  const taken = new Set(partners.values());
  const found: Difference[] = [];
  for (const [i, mark] of own.entries()) {
    const partner = other[partners.get(i) ?? -1];
    if (partner) found.push(...ofBoth(kind, mark, partner));
    else found.push(at(mark, "only-first", mark.id, null));
  }
  for (const [j, mark] of other.entries())
    if (!taken.has(j)) found.push(at(mark, "only-second", null, mark.id));
  if (kind === "attribution") found.push(...linkDifferences({ a, b, linksOfA, linksOfB }));
  return found.toSorted((x, y) => x.place - y.place);
}

/** Whether a reason is one on which two people differ. */
export function isDifference(reason: string): boolean {
  if (reason === "same") return false;
  const [sort, ...rest] = reason.split(":");
  if (sort !== "value" && sort !== "link") return true;
  return rest.at(-1) !== rest.at(-2);
}

function ofBoth(kind: string, one: LayerMark, other: LayerMark): Difference[] {
  const isSame = spansKey(one.body) === spansKey(other.body);
  const reasons = [isSame ? "same" : "border"];
  for (const name of attributesOf[kind] ?? []) {
    const [x, y] = [one.values[name] ?? null, other.values[name] ?? null];
    if (x !== null && y !== null) reasons.push(`value:${name}:${x}:${y}`);
  }
  if (kind === "attribution")
    for (const role of ["source", "cue"] as const)
      if (!isSpansMatch(one[role], other[role], {})) reasons.push(role);
  return reasons.map((reason) => at(one, reason, one.id, other.id));
}

/** Links are the same whose attribution and claim both are; one to a claim that only one of them marked is `none` for the other. */
function linkDifferences({ a, b, linksOfA, linksOfB }: ComparedLayers): Difference[] {
  const partnerOf = new Map<string, string>();
  for (const kind of ["attribution", "claim"]) {
    const own = a.marks.filter((mark) => mark.kind === kind);
    const other = b.marks.filter((mark) => mark.kind === kind);
    for (const [i, j] of matchByOverlap(own.map(toMark), other.map(toMark), HALF)) {
      const [x, y] = [own[i], other[j]];
      if (x && y) partnerOf.set(x.id, y.id);
    }
  }
  const open = new Map(linksOfB.map((link) => [`${link.fromId} ${link.toId}`, link]));
  const [marksOfA, marksOfB] = [byId(a), byId(b)];
  const found: Difference[] = [];
  for (const link of linksOfA) {
    const mark = marksOfA.get(link.fromId);
    if (!mark || !marksOfA.has(link.toId)) continue;
    const key = `${partnerOf.get(link.fromId)} ${partnerOf.get(link.toId)}`;
    const same = open.get(key);
    open.delete(key);
    found.push(
      at(mark, `link:${stanceOf(link)}:${same ? stanceOf(same) : "none"}`, mark.id, same?.fromId ?? null),
    );
  }
  for (const link of open.values()) {
    const mark = marksOfB.get(link.fromId);
    if (mark && marksOfB.has(link.toId)) found.push(at(mark, `link:none:${stanceOf(link)}`, null, mark.id));
  }
  return found;
}

/** The role and the stance in one word, as a reason is cut at colons. */
function stanceOf({ label }: { label: string }): string {
  return label.replace(":", "/");
}

function byId({ marks }: StoryLayer): Map<string, LayerMark> {
  return new Map(marks.map((mark) => [mark.id, mark]));
}

function toMark({ kind, body }: LayerMark) {
  return { kind, spans: body };
}

function at(mark: LayerMark, reason: string, firstId: string | null, secondId: string | null): Difference {
  const hull = hullOf(mark.body) ?? hullOf(mark.cue) ?? hullOf(mark.source);
  return { reason, place: hull?.start ?? 0, firstId, secondId };
}
