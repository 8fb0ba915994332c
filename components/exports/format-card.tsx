import { Card } from "@/components/ui/card";
import { type FormatName, formatNames, leftOutBy } from "@/lib/formats/carries";
import { formats } from "@/lib/formats/formats";

const cardsAlone: ReadonlySet<FormatName> = new Set(["averitec", "claimreview"]);

/** The same in the formats of other programs, each with what it cannot carry; the archive counts what that came to. */
export function FormatCard({ slug, fields }: { slug: string; fields: Record<string, string> }) {
  const written = formatNames.filter((name) => name !== "jsonl" && formats[name].write);
  return (
    <Card
      title="In another format"
      lead="A tar archive with the files and report.json, which counts what the format had no place for."
    >
      <ul className="flex flex-col divide-y divide-border">
        {written.map((format) => (
          <li key={format} className="py-2.5 first:pt-0 last:pb-0">
            <a
              href={`/api/projects/${slug}/export?${new URLSearchParams({ ...fields, format })}`}
              download
              className="link text-sm font-medium"
            >
              {formats[format].title}
            </a>
            {cardsAlone.has(format) ? (
              <p className="mt-0.5 text-sm text-ink-muted">Holds claim cards and nothing else.</p>
            ) : (
              <details className="mt-0.5 text-sm text-ink-muted">
                <summary className="w-fit cursor-pointer">What it has no place for</summary>
                <p className="mt-1 max-w-prose">{sentenceOf(leftOutBy(format))}</p>
              </details>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function sentenceOf(names: readonly string[]): string {
  const words = names.join(", ");
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}.`;
}
