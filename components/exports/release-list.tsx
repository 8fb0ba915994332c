import { Download, PackageCheck } from "lucide-react";
import { buttonClass } from "@/components/ui/button-class";
import { EmptyState } from "@/components/ui/empty-state";
import { Pagination } from "@/components/ui/pagination";
import { Table, TableBody, TableCell, TableHead, TableHeadCell, TableRow } from "@/components/ui/table";
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
          <Table caption="Releases">
            <TableHead>
              <TableHeadCell>Name</TableHeadCell>
              <TableHeadCell>Published</TableHeadCell>
              <TableHeadCell isNumeric>Articles</TableHeadCell>
              <TableHeadCell isNumeric>Marks</TableHeadCell>
              <TableHeadCell isNumeric>Size</TableHeadCell>
              <TableHeadCell>SHA-256</TableHeadCell>
              <TableHeadCell>
                <span className="sr-only">File</span>
              </TableHeadCell>
            </TableHead>
            <TableBody>
              {releases.items.map((release) => (
                <ReleaseRow key={release.id} slug={slug} release={release} />
              ))}
            </TableBody>
          </Table>
          <Pagination newerHref={hrefOf(releases.previous)} olderHref={hrefOf(releases.next)} />
        </>
      )}
    </section>
  );
}

function ReleaseRow({ slug, release }: { slug: string; release: ReleaseDto }) {
  return (
    <TableRow>
      <TableCell isRowHead>
        <span className="block break-words">{release.name}</span>
        <span className="block text-xs font-normal text-ink-muted">{describe(release)}</span>
      </TableCell>
      <TableCell>
        <Time value={release.createdAt} format="day" className="block whitespace-nowrap" />
        <span className="block text-xs text-ink-muted">by {release.createdBy}</span>
      </TableCell>
      <TableCell isNumeric>{release.articles.toLocaleString("en")}</TableCell>
      <TableCell isNumeric>{release.annotations.toLocaleString("en")}</TableCell>
      <TableCell isNumeric className="whitespace-nowrap">
        {size(release.bytes)}
      </TableCell>
      <TableCell>
        <details className="group/sum">
          <summary className="cursor-pointer font-mono text-xs text-ink-muted hover:text-ink">
            {release.sha256.slice(0, 12)}…
          </summary>
          <dl className="mt-1 flex max-w-64 flex-col gap-1 font-mono text-xs break-all">
            <dt className="font-sans text-ink-muted">File</dt>
            <dd>{release.sha256}</dd>
            <dt className="font-sans text-ink-muted">Record of changes</dt>
            <dd>{release.auditHead ?? "none yet"}</dd>
            <dt className="font-sans text-ink-muted">Pseudonyms' key</dt>
            <dd>{release.pseudonymKey}</dd>
          </dl>
        </details>
      </TableCell>
      <TableCell className="text-right">
        <a
          href={`/api/projects/${slug}/releases/${release.id}`}
          download
          aria-label={`Download ${release.name}`}
          className={buttonClass("secondary", "sm")}
        >
          <Download aria-hidden="true" />
          File
        </a>
      </TableCell>
    </TableRow>
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
