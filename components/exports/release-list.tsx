import { Download, PackageCheck } from "lucide-react";
import { buttonClass } from "@/components/ui/button-class";
import { EmptyState } from "@/components/ui/empty-state";
import { Pagination } from "@/components/ui/pagination";
import { Time } from "@/components/ui/time";
import { layerTerms, type ReleaseDto, stateLabels } from "@/lib/exports/schema";
import type { Page } from "@/lib/page";

/** A project's releases, newest first, each with its file, its checksum and what it was made of. */
export function ReleaseList({
  slug,
  releases,
  base,
}: {
  slug: string;
  releases: Page<ReleaseDto>;
  base: string;
}) {
  const hrefOf = (cursor: string | null) =>
    cursor ? `${base}?releases=${encodeURIComponent(cursor)}` : undefined;
  return (
    <section aria-labelledby="releases" className="mt-10">
      <h2 id="releases" className="mb-3 text-lg font-semibold">
        Releases
      </h2>
      {releases.items.length === 0 ? (
        <EmptyState
          icon={<PackageCheck />}
          title="Nothing published yet"
          className="rounded-lg border border-border py-10"
        >
          A release is what others cite and build on: publish one when a round of work is done.
        </EmptyState>
      ) : (
        <>
          <ul aria-labelledby="releases" className="divide-y divide-border border-y border-border">
            {releases.items.map((release) => (
              <ReleaseRow key={release.id} slug={slug} release={release} />
            ))}
          </ul>
          <Pagination newerHref={hrefOf(releases.previous)} olderHref={hrefOf(releases.next)} />
        </>
      )}
    </section>
  );
}

function ReleaseRow({ slug, release }: { slug: string; release: ReleaseDto }) {
  const { id, name, articles, annotations, bytes, createdAt, createdBy, sha256, auditHead, pseudonymKey } =
    release;
  const counts = `${articles.toLocaleString("en")} articles, ${annotations.toLocaleString("en")} marks, ${size(bytes)}`;
  return (
    <li className="flex flex-wrap items-start gap-x-6 gap-y-2 py-3">
      <div className="min-w-0 grow basis-64">
        <h3 className="text-base font-medium break-words">{name}</h3>
        <p className="text-sm text-ink-muted">{describe(release)}</p>
      </div>
      <div className="basis-56 text-sm text-ink-muted max-md:grow">
        <p className="tabular text-ink">{counts}</p>
        <p>
          <Time value={createdAt} format="day" /> by {createdBy}
        </p>
      </div>
      <a
        href={`/api/projects/${slug}/releases/${id}`}
        download
        aria-label={`Download ${name}`}
        className={`${buttonClass("secondary")} max-md:h-10`}
      >
        <Download aria-hidden="true" />
        File
      </a>
      <details className="basis-full text-sm">
        <summary className="w-fit cursor-pointer text-ink-muted hover:text-ink">Checksum and keys</summary>
        <dl className="mt-1.5 grid gap-x-4 gap-y-1 sm:grid-cols-[max-content_minmax(0,1fr)]">
          <Detail label="SHA-256 of the file" value={sha256} />
          <Detail label="Head of the record of changes" value={auditHead ?? "none yet"} />
          <Detail label="Key of the pseudonyms" value={pseudonymKey} />
        </dl>
      </details>
    </li>
  );
}

function Detail({ label, value }: { label: string; value: string }) {
  return (
    <>
      <dt className="text-ink-muted">{label}</dt>
      <dd className="font-mono text-xs leading-5 break-all">{value}</dd>
    </>
  );
}

function describe({ filter, people }: ReleaseDto): string {
  const layers = filter.layers.map((kind) => layerTerms[kind].label).join(", ");
  const states = filter.states.map((state) => stateLabels[state]).join(", ");
  const days = filter.since || filter.until ? `came in ${filter.since ?? "…"} to ${filter.until ?? "…"}` : "";
  const raw = filter.offsets === "raw" ? "original offsets" : "";
  const count = people === 1 ? "one person" : `${people} people`;
  return [layers || "No layers", states, days, raw, count].filter((part) => part !== "").join(" · ");
}

/** Bytes in the unit that leaves at most four digits; multiples of 1,024. */
function size(bytes: number): string {
  const units = ["B", "KiB", "MiB", "GiB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1_000 && unit < units.length - 1) {
    value /= 1_024;
    unit += 1;
  }
  return `${value < 10 && unit > 0 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}
