import type { ExportPreview } from "@/lib/exports/schema";
import type { ReleaseOptions } from "@/lib/releases/schema";
import { labelOf } from "@/lib/vocabulary";

/** A project as the notes of a release tell of it. */
export type NotedProject = {
  name: string;
  kinds: readonly string[];
  annotatorsPerArticle: number;
  layerMode: string;
  reviewPolicy: string;
  samplePercent: number;
};

const policies: Record<string, (percent: number) => string> = {
  "every-article": () => "Every article is reviewed.",
  disagreements: () => "Only places on which annotators disagree are reviewed.",
  sample: (percent) => `${percent} of 100 articles are reviewed, drawn at random.`,
  none: () => "No article is reviewed.",
};

/** The beginning of `notes.md`: what was not annotated, by kind, block and pass, and what is not settled. The manager edits it. */
export function makeNotes(
  project: NotedProject,
  preview: ExportPreview,
  { filter, kinds }: Pick<ReleaseOptions, "filter" | "kinds">,
): string {
  const marked = project.kinds.map(plural);
  const unmarked = preview.kindsNotMarked.map(plural);
  const left = project.kinds
    .filter((kind) => kinds.length > 0 && !kinds.some((one) => one === kind))
    .map(plural);
  const lines = [
    "# What was not annotated",
    "",
    "## Kinds",
    marked.length > 0 && `- Annotators of “${project.name}” mark ${list(marked)}.`,
    unmarked.length > 0 && `- They do not mark ${list(unmarked)}: their absence says nothing.`,
    left.length > 0 && `- Left out of this release: ${list(left)}.`,
    "",
    "## Blocks",
    "- Annotators read the whole text. Bylines, datelines, credits and other furniture stand in blocks of their own, which each record names; whether marks belong there is the guideline's to say.",
    "",
    "## Passes",
    `- ${passes(project)}`,
    `- ${(policies[project.reviewPolicy] ?? policies["every-article"])?.(project.samplePercent)}`,
    preview.notReviewed > 0 &&
      filter.layers.includes("person") &&
      `- ${count(preview.notReviewed, "mark", "marks")} of people's own layers no reviewer has decided on.`,
    preview.articlesWithoutLayer > 0 &&
      `- ${count(preview.articlesWithoutLayer, "article has", "articles have")} none of the layers of this release.`,
    preview.unfinishedLayers > 0 &&
      `- ${count(preview.unfinishedLayers, "layer was", "layers were")} unfinished and left out.`,
    preview.nothingToMark > 0 &&
      `- ${count(preview.nothingToMark, "layer is", "layers are")} empty on purpose: somebody looked and found nothing to mark.`,
    preview.articlesBlind > 0 &&
      `- Of ${count(preview.articlesBlind, "article", "articles")} others' layers are missing: whoever built the release still annotated there.`,
    "",
  ];
  return lines.filter((line) => line !== false).join("\n");
}

function passes({ annotatorsPerArticle, layerMode }: NotedProject): string {
  if (layerMode === "shared") return "All annotators of an article work in one shared layer.";
  return annotatorsPerArticle === 1
    ? "One person annotates each article."
    : `${annotatorsPerArticle} people annotate each article, none seeing the others' marks before handing in.`;
}

function plural(kind: string): string {
  return `${labelOf(kind).toLowerCase()}s`;
}

function list(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

function count(number: number, one: string, many: string): string {
  return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}
