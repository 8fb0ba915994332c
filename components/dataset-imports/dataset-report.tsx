import { datasetFormatNames } from "@/components/dataset-imports/format-names";
import { ProblemList } from "@/components/imports/problem-list";
import { Card } from "@/components/ui/card";
import { fileSizeText } from "@/components/ui/file-size-text";
import type { DatasetReport } from "@/lib/dataset-imports/schema";

/** What a dry run found, before its import or, with `isDone`, behind it: counts, how the files were read, people, and what is not right or has no place. */
export function DatasetReportView({ report, isDone }: { report: DatasetReport; isDone: boolean }) {
  return (
    <>
      <div className="grid items-start gap-4 md:grid-cols-2">
        <Card title={isDone ? "What the files held" : "What would come in"}>
          <Facts facts={contentFacts(report)} />
        </Card>
        <Card title="How it was read">
          <Facts facts={readingFacts(report)} />
        </Card>
      </div>
      {report.people.length > 0 && <People report={report} />}
      {report.faults.length > 0 && <Faults report={report} isOpen={!isDone} />}
      {report.leftOut.length > 0 && (
        <Fold
          title={`${many(report.outcome?.leftOut ?? report.leftOut.length, "article")} left out, known from before`}
        >
          <ul className="flex flex-col gap-1 text-sm">
            {report.leftOut.map(({ title, fileName, reason }) => (
              <li key={fileName} className="break-words">
                {title || fileName}: <span className="text-ink-muted">{reason}</span>
              </li>
            ))}
          </ul>
        </Fold>
      )}
      {report.losses.length > 0 && (
        <Fold
          title={`${report.losses.length === 1 ? "One thing has" : `${report.losses.length} things have`} no place here`}
        >
          <ul className="flex flex-col gap-1 text-sm">
            {report.losses.map(({ what, why, count }) => (
              <li key={`${what} ${why}`} className="break-words">
                <span className="tabular">{count.toLocaleString("en")}</span> × {what}:{" "}
                <span className="text-ink-muted">{why}</span>
              </li>
            ))}
          </ul>
        </Fold>
      )}
    </>
  );
}

type Fact = { name: string; value: string; more?: string };

function contentFacts(report: DatasetReport): Fact[] {
  const { counts, newSourceCount, newSources, producer } = report;
  if (producer)
    return [
      { name: "Program", value: `${producer.producer} ${producer.version}` },
      { name: "Articles", value: number(counts.records), more: "of this project, by their texts" },
      {
        name: "Suggestions",
        value: number(report.outcome?.suggestions ?? counts.suggestions),
        more:
          report.labels.length > 0 && !report.outcome
            ? "and what the unknown labels below come to"
            : undefined,
      },
      { name: "Spans", value: number(counts.spans) },
    ];
  const links = counts.claimLinks + counts.attributionSources + counts.restsOn + counts.reuseLinks;
  const before = report.known.newer + report.known.withdrawn;
  const fresh = counts.records - counts.articlesHere - before;
  const facts: (Fact | null)[] = [
    counts.records > 0
      ? {
          name: "Articles",
          value: number(counts.records),
          more:
            fresh === counts.records
              ? "all new"
              : [
                  fresh > 0 ? `${number(fresh)} new` : "",
                  counts.articlesHere > 0 ? `${number(counts.articlesHere)} here already` : "",
                  before > 0 ? `${number(before)} known from before` : "",
                ]
                  .filter((part) => part !== "")
                  .join(", "),
        }
      : null,
    counts.records > 0
      ? {
          name: "Layers",
          value: number(counts.layers),
          more: counts.layersHere > 0 ? `${number(counts.layersHere)} here already` : undefined,
        }
      : null,
    counts.records > 0
      ? {
          name: "Marks",
          value: number(counts.claims + counts.attributions + counts.duplicates),
          more: [
            many(counts.claims, "claim"),
            many(counts.attributions, "attribution"),
            many(counts.duplicates, "duplicate"),
          ].join(", "),
        }
      : null,
    counts.records > 0 ? { name: "Spans", value: number(counts.spans) } : null,
    counts.records > 0 ? { name: "Links", value: number(links) } : null,
    counts.ratings > 0
      ? { name: "Ratings", value: number(counts.ratings), more: "kept apart from your own" }
      : null,
    counts.pairs > 0
      ? { name: "Pairs judged", value: number(counts.pairs), more: "kept apart from your own" }
      : null,
    counts.cards > 0 ? { name: "Claim cards", value: number(counts.cards), more: "left out" } : null,
    counts.sources > 0
      ? {
          name: "Sources",
          value: number(counts.sources),
          more:
            newSourceCount > 0
              ? `new in the register: ${named(newSources, newSourceCount)}`
              : "all in the register",
        }
      : null,
  ];
  return facts.flatMap((fact) => fact ?? []);
}

function readingFacts({ format, isChosen, files, offsets, encodings, replaced }: DatasetReport): Fact[] {
  const name = format ? datasetFormatNames[format] : "unknown";
  const read = encodings.map(({ encoding, files: n }) =>
    encodings.length > 1 ? `${encoding} (${n})` : encoding,
  );
  return [
    { name: "Format", value: name, more: isChosen ? "as chosen" : "recognised" },
    { name: "Files", value: number(files.count), more: fileSizeText(files.bytes) },
    { name: "Offsets count", value: offsets },
    { name: "Encoding", value: read.join(", ") || "–" },
    {
      name: "Lost characters",
      value: replaced.count === 0 ? "none" : number(replaced.count),
      more:
        replaced.count === 0 ? undefined : `replaced before they came here, in ${replaced.files.join(", ")}`,
    },
  ];
}

function number(value: number): string {
  return value.toLocaleString("en");
}

function many(n: number, noun: string): string {
  return `${number(n)} ${noun}${n === 1 ? "" : "s"}`;
}

function named(names: readonly string[], count: number): string {
  const shown = names.slice(0, 5).join(", ");
  return count > 5 ? `${shown} and ${number(count - 5)} more` : shown;
}

function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className="flex flex-col gap-1.5 text-sm">
      {facts.map(({ name, value, more }) => (
        <div key={name} className="flex gap-3">
          <dt className="w-28 shrink-0 text-ink-muted">{name}</dt>
          <dd className="min-w-0 break-words">
            <span className="tabular">{value}</span>
            {more && <span className="text-ink-muted"> · {more}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function People({ report: { people, peopleCount } }: { report: DatasetReport }) {
  return (
    <Fold title={`${peopleCount === 1 ? "One person" : `${number(peopleCount)} people`} in the files`}>
      <p className="mb-2 text-sm text-ink-muted">
        Each becomes a placeholder marked imported, never one of your users.
      </p>
      <ul className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
        {people.slice(0, 100).map(({ name, layers }) => (
          <li key={name} className="break-all">
            {name}
            {layers > 0 && (
              <span className="text-ink-muted">
                {" "}
                · {layers === 1 ? "1 layer" : `${number(layers)} layers`}
              </span>
            )}
          </li>
        ))}
      </ul>
      {peopleCount > 100 && (
        <p className="mt-1 text-sm text-ink-muted">… and {number(peopleCount - 100)} more.</p>
      )}
    </Fold>
  );
}

function Faults({
  report: { faults, faultCount, quoteCount },
  isOpen,
}: {
  report: DatasetReport;
  isOpen: boolean;
}) {
  const problemWords =
    faultCount === 1
      ? `One place is not right${quoteCount > 0 ? ": a quote that does not match the text" : ""}`
      : `${number(faultCount)} places are not right${quoteCount > 0 ? `, ${many(quoteCount, "quote")} that do not match the text among them` : ""}`;
  const problems = faults.map(({ file, line, message }) => ({ fileName: file, line, code: "", message }));
  return (
    <Fold title={problemWords} isOpen={isOpen}>
      <ProblemList problems={problems} count={faultCount} />
    </Fold>
  );
}

function Fold({
  title,
  isOpen = false,
  children,
}: {
  title: string;
  isOpen?: boolean;
  children: React.ReactNode;
}) {
  return (
    <details open={isOpen} className="rounded-md border border-border bg-surface px-3 py-2">
      <summary className="cursor-pointer text-base font-medium">{title}</summary>
      <div className="mt-2">{children}</div>
    </details>
  );
}
