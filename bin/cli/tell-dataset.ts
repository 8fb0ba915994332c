import { counted } from "@/lib/counted";
import type { ImportedDataset } from "@/lib/dataset-imports/import-dataset";
import { listLeftOutRecords } from "@/lib/dataset-imports/known-before";
import { placeOf } from "@/lib/dataset-imports/place";
import { type DatasetReport, datasetReportSchema } from "@/lib/dataset-imports/schema";
import { db } from "@/lib/db";
import { sayAgain } from "./import-articles";

/** The most broken places, labels and people that are named one by one. */
const mostNamed = 50;
const planOfNothing = datasetReportSchema.shape.plan.parse(undefined);

/** Says what would be left out as known before, and why; answers how many articles that are. */
export async function tellKnown(batchId: string, { known }: DatasetReport): Promise<number> {
  const { leftOut, count } = await listLeftOutRecords(db(), batchId, planOfNothing);
  sayLeftOut(leftOut, count, "Would leave out");
  sayAgain(known);
  return count;
}

/** Names what was left out, each with why. */
export function sayLeftOut(leftOut: DatasetReport["leftOut"], count: number, verb = "Left out"): void {
  for (const one of leftOut) console.error(`${verb} ${one.fileName}: ${one.reason}`);
  if (count > leftOut.length) console.error(`… and ${count - leftOut.length} more.`);
}

/** What an import would do, in lines. */
export function tellReport(name: string, report: DatasetReport): void {
  const { counts, format, offsets, encodings, replaced, labels, people, faults, faultCount, quoteCount } =
    report;
  const known = report.isChosen ? "" : " (recognised)";
  console.log(`${name}: ${format}${known}, ${counted(report.files.count, "file")}`);
  console.log(`  offsets: ${offsets}`);
  console.log(`  encoding: ${encodings.map(({ encoding, files }) => `${encoding} (${files})`).join(", ")}`);
  if (replaced.count > 0)
    console.log(`  ${replaced.count} replacement characters (U+FFFD) stand in ${replaced.files.join(", ")}`);
  if (format === "csv-ratings")
    console.log(`  ${counted(counts.ratings, "rating")} of ${counted(counts.sources, "source")}`);
  else {
    const before = report.known.newer + report.known.withdrawn;
    const fresh = counts.records - counts.articlesHere - before;
    const also = before > 0 ? `, ${before} known from before` : "";
    console.log(
      `  ${counted(fresh, "new article")}, ${counts.articlesHere} whose text is here already${also}`,
    );
    console.log(
      `  ${counted(counts.layers, "layer")} (${counts.layersHere} here already), ${counted(counts.spans, "span")}`,
    );
    console.log(
      `  ${counted(counts.claims, "claim")}, ${counted(counts.attributions, "attribution")}, ${counted(counts.duplicates, "duplicate")}`,
    );
    const links = counts.claimLinks + counts.attributionSources + counts.restsOn + counts.reuseLinks;
    if (counts.pairs > 0) console.log(`  ${counted(counts.pairs, "judged pair")} of passages`);
    const sources = `${counted(counts.sources, "source")} (${report.newSourceCount} new in the register)`;
    console.log(`  ${counted(links, "link")}, ${sources}`);
  }
  if (report.peopleCount > 0) {
    const named = people.slice(0, mostNamed).map((person) => person.name);
    console.log(
      `  ${report.peopleCount === 1 ? "1 person" : `${report.peopleCount} people`}, marked imported: ${named.join(", ")}`,
    );
  }
  for (const { label, spans, proposed } of labels.slice(0, mostNamed))
    console.log(
      `  unknown label ${label}: ${counted(spans, "span")}${proposed ? `, last time ${proposed}` : ""}`,
    );
  for (const { what, why, count } of report.losses) console.log(`  left out: ${count} × ${what}: ${why}`);
  for (const fault of faults.slice(0, mostNamed)) console.error(`${placeOf(fault)}: ${fault.message}`);
  if (faultCount > mostNamed) console.error(`… and ${faultCount - mostNamed} more problems.`);
  if (faultCount > 0)
    console.error(`${faultCount} places are not right, ${quoteCount} of them quotes that do not match.`);
}

/** What an import did, in lines; answers the exit code: 1 where something was skipped or left out. */
export function tellOutcome(slug: string, { batchId, report, outcome }: ImportedDataset): number {
  if (!outcome) return 1;
  for (const fault of report.faults) console.error(`Skipped ${placeOf(fault)}: ${fault.message}`);
  if (report.faultCount > report.faults.length)
    console.error(`… and ${report.faultCount - report.faults.length} more.`);
  const attached = outcome.attached > 0 ? `, ${outcome.attached} that were here already` : "";
  const what =
    report.format === "csv-ratings"
      ? counted(outcome.ratings, "rating")
      : `${counted(outcome.articles, "article")}${attached}, ${counted(outcome.layers, "layer")}, ${counted(outcome.annotations, "mark")}`;
  console.log(`Imported ${what} into ${slug} (batch ${batchId}).`);
  if (outcome.pairs > 0) console.log(`With it ${counted(outcome.pairs, "judged pair")} of passages.`);
  if (outcome.pairsLeftOut > 0)
    console.log(`${counted(outcome.pairsLeftOut, "judged pair")} left out: the passages are nowhere here.`);
  if (outcome.withdrawn > 0)
    console.log(
      `Left out: ${outcome.withdrawn} articles or pairs that are or quote an article withdrawn for good since the files were read.`,
    );
  if (outcome.leftOut > 0) {
    sayLeftOut(report.leftOut, outcome.leftOut);
    sayAgain(report.known);
  }
  if (outcome.alreadyHere > 0)
    console.log(`${outcome.alreadyHere} layers, ratings or judged pairs were here already.`);
  if (outcome.skipped > 0) console.log(`${counted(outcome.skipped, "article")} here already, left as found.`);
  if (outcome.sources > 0) console.log(`Registered ${counted(outcome.sources, "new source")}.`);
  return report.faultCount + outcome.leftOut > 0 ? 1 : 0;
}
