import { createHash } from "node:crypto";
import { writeRecord } from "@/lib/formats/sourcebench-jsonl";
import type { ExportRecord } from "@/lib/formats/sourcebench-jsonl-schema";
import { countCodePoints } from "@/lib/text/code-points";
import type { Span } from "@/lib/text/span";
import { type Match, TextCover } from "@/lib/text-free/cover";
import { type Json, type Leaf, listLeaves, mapMembers, pathKey } from "@/lib/text-free/leaves";
import {
  type TextFreeLimits,
  type TextFreeRecord,
  type TextPart,
  textFreeFormat,
  textFreeVersion,
  type Withheld,
} from "@/lib/text-free/schema";

/** What a string of a record is: a quote of the text, a quote of another version's, a text as such, or anything else. */
type Role =
  | { kind: "quote"; span: Span; isFinal: boolean }
  | { kind: "twin"; parts: TextPart[] | null }
  | { kind: "text" | "raw" | "bytes" }
  | { kind: "other"; isOfArticle: boolean };

/** A string that may be shown or not, with what it would show. */
export type Candidate = Leaf & { role: Role; matches: Match[] };

/** Which strings of a record are shown. */
export type Selection = {
  shown: Set<string>;
  cover: TextCover;
  candidates: Candidate[];
  copies: readonly Copy[];
};

/** Another text that shares words with the one at hand: what is shown of them counts on both. */
export type Copy = { cover: TextCover; version: { id: string; sha256: string } };

/** SHA-256 of a text in UTF-8, in hexadecimal. */
export function hashOf(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}

/**
 * Chooses the strings of a record that stay. Every string counts, whatever its field, by the runs of 12 code points that it
 * shares with the text; a quote also by its own place. First what says whose article it is (title, address, facts), then
 * quotes of final layers, then other quotes (the shortest first, of equal ones the first in the text), then all else (notes,
 * reasons, statements) in the order of the line: each stays when no run in it is longer than a quote may be and the text's
 * limit is not passed, nor that of any of `copies`, the texts that share words with this one. What stays is therefore the
 * same for equal records. Texts and quotes of other versions never stay.
 */
export function selectShown(
  record: ExportRecord,
  limits: TextFreeLimits,
  cover = new TextCover(record.articleVersion.text),
  copies: readonly Copy[] = [],
): Selection {
  const limit = Math.floor(limits.share * cover.length);
  const roles = rolesOf(record);
  const candidates: Candidate[] = [];
  const shown = new Set<string>();
  for (const leaf of listLeaves(asJson(record))) {
    const key = pathKey(leaf.path);
    const role = roles.get(key) ?? { kind: "other" as const, isOfArticle: leaf.path[0] === "article" };
    const isFree = role.kind === "other" || role.kind === "quote";
    const matches = isFree ? cover.matchesIn(leaf.value) : [];
    const isAnybodys =
      matches.length > 0 || copies.some((copy) => copy.cover.matchesIn(leaf.value).length > 0);
    if (role.kind === "other" && !isAnybodys) shown.add(key);
    else candidates.push({ ...leaf, role, matches });
  }
  const lengths = new Map(candidates.map(({ path, value }) => [pathKey(path), countCodePoints(value)]));
  const rank = ({ role }: Candidate) => {
    if (role.kind === "quote") return role.isFinal ? 1 : 2;
    return role.kind === "other" && role.isOfArticle ? 0 : 3;
  };
  const start = ({ role }: Candidate) => (role.kind === "quote" ? role.span.start : 0);
  const length = (one: Candidate) => (one.role.kind === "quote" ? (lengths.get(pathKey(one.path)) ?? 0) : 0);
  const ordered = candidates.toSorted(
    (a, b) => rank(a) - rank(b) || length(a) - length(b) || start(a) - start(b),
  );
  for (const one of ordered) {
    if (one.role.kind !== "quote" && one.role.kind !== "other") continue;
    const longest =
      one.role.kind === "quote" ? length(one) : Math.max(0, ...one.matches.map((match) => match.length));
    if (longest > limits.quote) continue;
    const fresh = cover.freshIn(one.value, one.role.kind === "quote" ? [one.role.span] : []);
    const elsewhere = copies.map((copy) => ({ copy, fresh: copy.cover.freshIn(one.value) }));
    const isOver = cover.count + fresh.length > limit;
    if (isOver || elsewhere.some((other) => isPast(other.copy, other.fresh.length, limits))) continue;
    cover.show(fresh);
    for (const other of elsewhere) other.copy.cover.show(other.fresh);
    shown.add(pathKey(one.path));
  }
  return { shown, cover, candidates, copies };
}

/**
 * The text-free line of a record: strings that are not `shown` are null there and listed under `withheld` with hash,
 * length and what they are made of; a span and a passage have the SHA-256 of their quote beside it in any case.
 */
export function toTextFree(
  record: ExportRecord,
  limits: TextFreeLimits,
  { shown, cover, candidates, copies }: Selection = selectShown(record, limits),
): TextFreeRecord {
  const { articleVersion: version } = record;
  const hidden = candidates.filter(({ path }) => !shown.has(pathKey(path)));
  const hiddenKeys = new Set(hidden.map(({ path }) => pathKey(path)));
  const withheld = hidden.flatMap((one): Withheld[] => {
    // The span says where it is and its hash stands beside it.
    if (one.role.kind === "quote") return [];
    const length = countCodePoints(one.value);
    return [{ path: one.path, sha256: hashOf(one.value), length, parts: partsOf(one, copies) }];
  });
  const quoteHashes = new Map<string, string>();
  const tree = mapMembers(record, (value, path) => {
    if (typeof value === "string") {
      if (path.at(-1) === "quote") quoteHashes.set(pathKey(path), hashOf(value));
      return hiddenKeys.has(pathKey(path)) ? null : value;
    }
    if (value === null || typeof value !== "object" || Array.isArray(value) || !("quote" in value))
      return value;
    const hash = quoteHashes.get(pathKey([...path, "quote"]));
    return hash !== undefined && isQuoted(path) ? { ...value, quoteSha256: hash } : value;
  });
  const quotes = candidates.filter(({ role }) => role.kind === "quote");
  const others = candidates.filter(({ role }) => role.kind === "other");
  const isShown = ({ path }: Candidate) => shown.has(pathKey(path));
  return {
    format: textFreeFormat,
    version: textFreeVersion,
    limits,
    text: {
      sha256: hashOf(version.text),
      length: cover.length,
      rawSha256: version.rawText === null ? null : hashOf(version.rawText),
      lineSha256: hashOf(writeRecord(record)),
    },
    coverage: {
      characters: cover.length,
      limit: Math.floor(limits.share * cover.length),
      shown: cover.count,
      quotes: quotes.filter(isShown).length,
      quotesWithheld: quotes.filter((one) => !isShown(one)).length,
      texts: others.filter(isShown).length,
      textsWithheld: others.filter((one) => !isShown(one)).length,
      lost: withheld.filter(({ parts }) => parts === null).length,
    },
    record: tree,
    withheld,
  };
}

/** Whether the object at a path is a span, a passage or a passage's span, whose hash of the quote stands beside it. */
export function isQuoted(path: readonly (string | number)[]): boolean {
  const own = path.filter((step) => typeof step === "string").join(".");
  return /^layers\.(annotations\.spans|reuseLinks\.passage(\.spans)?)$/.test(own);
}

function asJson(record: ExportRecord): Json {
  return { ...record };
}

function isPast({ cover }: Copy, fresh: number, { share }: TextFreeLimits): boolean {
  return fresh > 0 && cover.count + fresh > Math.floor(share * cover.length);
}

function partsOf({ role, value, matches }: Candidate, copies: readonly Copy[]): TextPart[] | null {
  switch (role.kind) {
    case "text":
      return [{ start: 0, end: countCodePoints(value) }];
    case "raw":
    case "bytes":
      return [{ whole: role.kind }];
    case "twin":
      return role.parts;
    default:
      return copies.reduce(withoutWordsOf, spliced(value, matches));
  }
}

/** Parts with the words of another text taken out of those that are still strings. */
export function withoutWordsOf(parts: TextPart[], { cover, version }: Copy): TextPart[] {
  const refer = ({ start, end }: Span): TextPart => ({
    version: version.id,
    sha256: version.sha256,
    start,
    end,
  });
  return parts.flatMap((part) =>
    typeof part === "string" ? spliced(part, cover.matchesIn(part), refer) : [part],
  );
}

/** A string with the runs of a text taken out for their offsets, which `refer` says. */
export function spliced(
  value: string,
  matches: readonly Match[],
  refer: (span: Span) => TextPart = (span) => span,
): TextPart[] {
  const points = Array.from(value);
  const parts: TextPart[] = [];
  let from = 0;
  for (const { at, start, length } of matches) {
    if (at > from) parts.push(points.slice(from, at).join(""));
    parts.push(refer({ start, end: start + length }));
    from = at + length;
  }
  if (from < points.length) parts.push(points.slice(from).join(""));
  return parts;
}

/** What the strings are that are not just any: by path. */
function rolesOf(record: ExportRecord): Map<string, Role> {
  const roles = new Map<string, Role>();
  roles.set(pathKey(["articleVersion", "text"]), { kind: "text" });
  roles.set(pathKey(["articleVersion", "rawText"]), { kind: "raw" });
  roles.set(pathKey(["articleVersion", "rawBytes"]), { kind: "bytes" });
  for (const [place, layer] of record.layers.entries()) {
    const isFinal = layer.kind === "adjudicated" || layer.kind === "gold";
    for (const [mark, { spans }] of layer.annotations.entries())
      for (const [number, { start, end }] of spans.entries())
        roles.set(pathKey(["layers", place, "annotations", mark, "spans", number, "quote"]), {
          kind: "quote",
          span: { start, end },
          isFinal,
        });
    for (const [link, { passage }] of layer.reuseLinks.entries()) {
      if (passage.version === null) continue;
      const { version, sha256 } = passage;
      const base = ["layers", place, "reuseLinks", link, "passage"];
      const refer = ({ start, end }: Span): TextPart => ({ version, sha256: sha256 ?? "", start, end });
      roles.set(pathKey([...base, "quote"]), { kind: "twin", parts: twinParts(passage, refer) });
      for (const [number, span] of passage.spans.entries())
        roles.set(pathKey([...base, "spans", number, "quote"]), { kind: "twin", parts: [refer(span)] });
    }
  }
  return roles;
}

/** The longest string between two spans of a quote, in UTF-16 units, that may stay as it is. */
const LONGEST_JOINT = 5;

/** A passage's quote as its spans one after another with what joins them; null where it is something else. */
function twinParts(
  passage: ExportRecord["layers"][number]["reuseLinks"][number]["passage"],
  refer: (span: Span) => TextPart,
): TextPart[] | null {
  const parts: TextPart[] = [];
  let rest = passage.quote;
  for (const span of passage.spans) {
    const at = rest.indexOf(span.quote);
    if (at < 0 || at > LONGEST_JOINT) return null;
    if (at > 0) parts.push(rest.slice(0, at));
    parts.push(refer(span));
    rest = rest.slice(at + span.quote.length);
  }
  if (rest.length > LONGEST_JOINT) return null;
  return rest === "" ? parts : [...parts, rest];
}
