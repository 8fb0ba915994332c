import type { DatasetReport, UnknownLabel } from "@/lib/dataset-imports/schema";
import type { PairItem } from "@/lib/formats/dataset-items";
import type { Problem } from "@/lib/formats/losses";
import type { FileRating } from "@/lib/formats/ratings-csv";
import type { ExportRecord, SourceRef } from "@/lib/formats/sourcebench-jsonl-schema";
import { unmappedLabel } from "@/lib/formats/unmapped";

/** The most of anything that a report names one by one; all of it is counted. */
const mostNamed = 500;

/** What a dry run has counted so far. */
export type Tally = {
  counts: DatasetReport["counts"];
  people: Map<string, number>;
  labels: Map<string, number>;
  sources: Map<string, { name: string; kind: string }>;
  faults: Problem[];
  faultCount: number;
  quoteCount: number;
};

/** A tally of nothing. */
export function createTally(): Tally {
  const counts = {
    ...{ records: 0, articlesHere: 0, layers: 0, layersHere: 0, claims: 0, attributions: 0, duplicates: 0 },
    ...{
      spans: 0,
      claimLinks: 0,
      attributionSources: 0,
      restsOn: 0,
      reuseLinks: 0,
      ratings: 0,
      cards: 0,
      pairs: 0,
      sources: 0,
      suggestions: 0,
    },
  };
  return {
    counts,
    people: new Map(),
    labels: new Map(),
    sources: new Map(),
    faults: [],
    faultCount: 0,
    quoteCount: 0,
  };
}

const kindCounts = { claim: "claims", attribution: "attributions", duplicate: "duplicates" } as const;

/** Adds a record: its layers by person, its marks by kind (unmapped ones by label alone), spans, links and sources. */
export function tallyRecord(tally: Tally, record: ExportRecord): void {
  const { counts, people, labels } = tally;
  counts.records += 1;
  for (const source of [record.article.publisher, ...record.article.credits.map((credit) => credit.source)])
    tallySource(tally, source);
  for (const layer of record.layers) {
    counts.layers += 1;
    const { annotator } = layer;
    if (annotator !== null) people.set(annotator, (people.get(annotator) ?? 0) + 1);
    for (const mark of layer.annotations) {
      const label = unmappedLabel(mark);
      if (label === null) counts[kindCounts[mark.kind]] += 1;
      else labels.set(label, (labels.get(label) ?? 0) + mark.spans.length);
      counts.spans += mark.spans.length;
    }
    counts.claimLinks += layer.claimLinks.length;
    counts.attributionSources += layer.attributionSources.length;
    counts.restsOn += layer.restsOn.length;
    counts.reuseLinks += layer.reuseLinks.length;
    for (const { source } of [...layer.attributionSources, ...layer.restsOn]) tallySource(tally, source);
  }
}

function tallySource({ sources }: Tally, source: SourceRef | null): void {
  if (source)
    sources.set(`${source.kind} ${source.name}`, { name: source.name.normalize("NFC"), kind: source.kind });
}

/** Adds a rating: its source and its rater. */
export function tallyRating(tally: Tally, { sourceName, sourceKind, rater }: FileRating): void {
  tally.counts.ratings += 1;
  tally.people.set(rater, tally.people.get(rater) ?? 0);
  tally.sources.set(`${sourceKind} ${sourceName}`, { name: sourceName, kind: sourceKind });
}

/** Adds a judged pair and whoever answered about it. */
export function tallyPair(tally: Tally, { answers }: PairItem): void {
  tally.counts.pairs += 1;
  for (const { by } of answers) tally.people.set(by, tally.people.get(by) ?? 0);
}

/** Adds what is not right; only the first of them are named. */
export function tallyFault(tally: Tally, fault: Problem): void {
  tally.faultCount += 1;
  if (fault.isQuote) tally.quoteCount += 1;
  if (tally.faults.length < mostNamed) tally.faults.push(fault);
}

/** The unknown labels, the most frequent first, each with what it meant the last time. */
export function listLabels(tally: Tally, known: ReadonlyMap<string, string>): UnknownLabel[] {
  return [...tally.labels]
    .map(([label, spans]) => ({ label, spans, proposed: known.get(label) ?? null }))
    .sort((a, b) => b.spans - a.spans || (a.label < b.label ? -1 : 1))
    .slice(0, 2_000);
}

/** The people of the files with how many layers each has, the busiest first. */
export function listPeople({ people }: Tally): DatasetReport["people"] {
  return [...people]
    .map(([name, layers]) => ({ name, layers }))
    .sort((a, b) => b.layers - a.layers || (a.name < b.name ? -1 : 1))
    .slice(0, mostNamed);
}
