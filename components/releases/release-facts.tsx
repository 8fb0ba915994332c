import { Card } from "@/components/ui/card";
import { Time } from "@/components/ui/time";
import { counted } from "@/lib/counted";
import { layerTerms, stateLabels } from "@/lib/exports/schema";
import { formats } from "@/lib/formats/formats";
import { countNoted } from "@/lib/releases/noted-terms";
import type { LicenceNote, ReleaseDto } from "@/lib/releases/schema";
import { labelOf } from "@/lib/vocabulary";

/** What a release is made of, and what proves it. */
export function ReleaseFacts({ release }: { release: ReleaseDto }) {
  const { inputs, sha256, auditHead, state } = release;
  return (
    <Card title="What it is">
      {state === "done" && (
        <dl className="mb-5 grid grid-cols-2 gap-x-4 gap-y-3 sm:grid-cols-5">
          {figures(release).map(([label, value]) => (
            <div key={label} className="flex flex-col-reverse">
              <dt className="text-sm text-ink-muted">{label}</dt>
              <dd className="tabular text-xl font-semibold">{value.toLocaleString("en")}</dd>
            </div>
          ))}
        </dl>
      )}
      <dl className="grid gap-x-6 gap-y-1.5 text-sm sm:grid-cols-[max-content_minmax(0,1fr)]">
        <Fact label="Holds">{describe(release)}</Fact>
        <Fact label="Formats">
          {release.options.textFree
            ? "Text-free"
            : release.options.formats.map((name) => formats[name].title).join(" · ")}
        </Fact>
        {release.versionReason !== "" && (
          <Fact label="Why this version">
            <span className="break-words">{release.versionReason}</span>
          </Fact>
        )}
        {release.takenAt && (
          <Fact label="As it was">
            <Time value={release.takenAt} format="datetime" />
          </Fact>
        )}
        {inputs && (
          <>
            <Fact label="Guideline">{guideline(inputs.guidelines)}</Fact>
            <Fact label="Terms">{licences(inputs.licences)}</Fact>
            {inputs.hiddenArticles > 0 && (
              <Fact label="Lacks">
                others' layers on {inputs.hiddenArticles.toLocaleString("en")} articles, which whoever built
                it still annotated
              </Fact>
            )}
          </>
        )}
        {sha256 && (
          <>
            <Fact label="SHA-256 of manifest.json">
              <Code>{sha256}</Code>
            </Fact>
            <Fact label="Head of the record of changes">
              <Code>{auditHead ?? "none yet"}</Code>
            </Fact>
            <Fact label="Name of the pseudonyms’ key">
              <Code>{release.pseudonymKey}</Code>
            </Fact>
          </>
        )}
      </dl>
      {inputs && inputs.licences.length > 0 && (
        <details className="mt-3 text-sm">
          <summary className="w-fit cursor-pointer text-ink-muted hover:text-ink">
            Terms of each publisher
          </summary>
          <ul className="mt-1.5 flex flex-col gap-1">
            {inputs.licences.map(({ source, licence, articles }) => (
              <li key={`${source?.id ?? "unknown"} ${licence}`} className="break-words">
                {source?.name ?? "Unknown publisher"} ({articles.toLocaleString("en")}):{" "}
                <span className="text-ink-muted">{licence || "not noted"}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </Card>
  );
}

function figures(release: ReleaseDto): [string, number][] {
  const { articles, layers, annotations, people, files } = release;
  return [
    ["Articles", articles],
    ["Layers", layers],
    ["Marks", annotations],
    ["People, as pseudonyms", people],
    ["Files", files],
  ];
}

function Fact({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <>
      <dt className="text-ink-muted">{label}</dt>
      <dd className="min-w-0 max-sm:mb-1.5">{children}</dd>
    </>
  );
}

function Code({ children }: { children: string }) {
  return <span className="font-mono text-xs leading-5 break-all">{children}</span>;
}

function describe({ options }: ReleaseDto): string {
  const { filter, kinds, cards, comments, leavesUntouched, ratings, personRatings } = options;
  const days = filter.since || filter.until ? `came in ${filter.since ?? "…"} to ${filter.until ?? "…"}` : "";
  const parts = [
    filter.layers.map((kind) => layerTerms[kind].label).join(", ") || "No layers",
    filter.states.map((state) => stateLabels[state]).join(", "),
    kinds.map((kind) => `${labelOf(kind).toLowerCase()}s`).join(", "),
    filter.languages.join(", "),
    filter.sources.length > 0 ? `${filter.sources.length} publishers` : "",
    days,
    cards ? "claim cards" : "",
    comments ? "comments" : "",
    leavesUntouched ? "without untouched suggestions" : "",
    ratings ? (personRatings ? "grades, of persons too" : "grades of sources") : "",
  ];
  return parts.filter((part) => part !== "").join(" · ");
}

function guideline(versions: { number: number; layers: number }[]): string {
  if (versions.length === 0) return "none of its layers names one";
  return versions
    .map(({ number, layers }) => `version ${number} (${layers === 1 ? "one layer" : `${layers} layers`})`)
    .join(", ");
}

function licences(notes: readonly LicenceNote[]): string {
  const { publishers, noted, unknown } = countNoted(notes);
  const known =
    noted === publishers ? "noted for every publisher" : `noted for ${noted} of ${publishers} publishers`;
  if (unknown === 0) return known;
  const texts = `${counted(unknown, "article")} without a known publisher`;
  return publishers === 0 ? texts : `${known}, ${texts}`;
}
