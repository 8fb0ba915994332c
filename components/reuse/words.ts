import type { ContradictionKind } from "@/lib/reuse/contradictions";
import type { ClusterShow, ClusterSort, PassageTieDto } from "@/lib/reuse/schema";

/** What each filter and order of the list of clusters is called. */
export const showLabels: Record<ClusterShow, string> = {
  contradicted: "Contradictory",
  undirected: "Direction unknown",
  translated: "Translated",
  lossy: "Lost something",
};
export const sortLabels: Record<ClusterSort, string> = {
  newest: "Newest first",
  passages: "Most passages",
  articles: "Most articles",
  contradictions: "Most contradictions",
};

/** A contradiction in one line, why it is one, and what to do about it. */
export const contradictionWords: Record<ContradictionKind, { title: string; why: string; advice: string }> = {
  opposite: {
    title: "Told both ways",
    why: "One link says that the first was copied from the second, another the opposite.",
    advice: "Compare the times and credits of both, and correct the direction of the wrong link.",
  },
  circle: {
    title: "Copied round in a circle",
    why: "Following each copy to its original leads back to where one began.",
    advice: "One of these directions is wrong. Look for the passage that was published first.",
  },
  time: {
    title: "Published before its original",
    why: "The copy carries an earlier time than what it is said to be copied from.",
    advice: "Check both published times in the facts of the articles, then the direction of the link.",
  },
  rejected: {
    title: "Rejected, and joined all the same",
    why: "Somebody judged that these two are not copies of each other, yet other links join them.",
    advice:
      "One link on the way between them joins what does not belong together, or the rejection was wrong.",
  },
  verbatim: {
    title: "Called word for word, and is not",
    why: "Fewer than four words in five are the same.",
    advice: "Choose a looser degree, or a narrower passage.",
  },
};

const spans: readonly [number, string][] = [
  [86_400_000, "day"],
  [3_600_000, "hour"],
  [60_000, "minute"],
];

/** The time from one publication to another in words: "3 hours later", "2 days earlier", "at the same time". */
export function laterWords(ms: number): string {
  for (const [size, name] of spans) {
    const count = Math.round(Math.abs(ms) / size);
    if (Math.abs(ms) >= size && count > 0)
      return `${count} ${name}${count === 1 ? "" : "s"} ${ms > 0 ? "later" : "earlier"}`;
  }
  return ms === 0 ? "at the same time" : `moments ${ms > 0 ? "later" : "earlier"}`;
}

/** What is known of the direction, each as a sentence: who or what says so, the times, the credit, the note. */
export function evidenceWords(tie: PassageTieDto): string[] {
  const ground = {
    told: `Said to be copied from “${tie.parentTitle}”.`,
    time: `Linked with “${tie.parentTitle}”; only the times say which came first.`,
    unknown: `Linked with “${tie.parentTitle}”; nothing tells which came first.`,
  }[tie.ground];
  const time =
    tie.later === null ? "At least one of both times is unknown." : `Published ${laterWords(tie.later)}.`;
  return [
    ground,
    time,
    ...(tie.credit ? [`It credits ${tie.credit}, which published the other.`] : []),
    ...(tie.evidence ? [`Noted: ${tie.evidence}`] : []),
  ];
}

/** The address of a passage in its article, lit up in the text (a version's id) that its spans are of. */
export function spanHref(
  slug: string,
  articleId: string,
  spans: readonly { start: number; end: number }[],
  versionId: string,
): string {
  const query = spans.map(({ start, end }) => `span=${start}-${end}`).join("&");
  return `/projects/${slug}/articles/${articleId}?${query}&text=${versionId}#span`;
}
