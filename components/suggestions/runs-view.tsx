import { Sparkles } from "lucide-react";
import { DatasetForm } from "@/components/dataset-imports/dataset-form";
import { WithdrawRun } from "@/components/suggestions/withdraw-run";
import { Badge } from "@/components/ui/badge";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { Table, TableBody, TableCell, TableHead, TableHeadCell, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { Page } from "@/lib/page";
import type { SuggestionRunDto, SuggestionTally } from "@/lib/suggestions/schema";
import { labelOf } from "@/lib/vocabulary";

/** Runs of producers, newest first, each with how its suggestions were answered by kind and score. */
export function RunsView({ slug, runs }: { slug: string; runs: Page<SuggestionRunDto> }) {
  const hrefOf = (cursor: string | null) =>
    cursor ? `/projects/${slug}/suggestions?${new URLSearchParams({ cursor })}` : undefined;
  return (
    <div className="max-w-4xl">
      <PageHeader
        title="Suggestions"
        lead="What programs proposed, and what annotators answered in work that was handed in. A suggestion is nobody's work until somebody accepts it."
        breadcrumb={<Breadcrumb items={[{ href: `/projects/${slug}/settings`, label: "Settings" }]} />}
      />
      <details
        className="mb-6 rounded-md border border-border bg-surface px-4 py-3"
        open={runs.items.length === 0}
      >
        <summary className="cursor-pointer text-base font-medium">Read suggestions from a file</summary>
        <p className="mt-2 mb-4 text-sm text-ink-muted">
          Marks of any format that comes in, for articles that this project has. Nothing becomes anybody’s
          work.
        </p>
        <DatasetForm slug={slug} areSuggestions />
      </details>
      {runs.items.length === 0 ? (
        <EmptyState
          icon={<Sparkles />}
          title="No program has suggested anything"
          action={<LinkButton href="/account/api">How programs push suggestions</LinkButton>}
        >
          Read a file here, or push them over the API with a token that may predict. When annotators see them
          is said in the settings.
        </EmptyState>
      ) : (
        <div className="flex flex-col gap-6">
          {runs.items.map((run) => (
            <Run key={run.id} slug={slug} run={run} />
          ))}
        </div>
      )}
      <Pagination newerHref={hrefOf(runs.previous)} olderHref={hrefOf(runs.next)} />
    </div>
  );
}

function Run({ slug, run }: { slug: string; run: SuggestionRunDto }) {
  const total = sum(run.tallies, "total");
  const stay = sum(run.tallies, "accepted") + sum(run.tallies, "amended");
  return (
    <Card
      title={`${run.producer} ${run.version}`}
      actions={
        run.withdrawnAt ? (
          <Badge>Withdrawn</Badge>
        ) : (
          <WithdrawRun slug={slug} runId={run.id} name={`${run.producer} ${run.version}`} accepted={stay} />
        )
      }
    >
      <p className="mb-3 text-sm text-ink-muted">
        {total === 1 ? "One suggestion" : `${total} suggestions`}, first pushed{" "}
        <Time value={run.createdAt} format="datetime" /> by {run.createdBy}.
        {run.batchId && (
          <>
            {" "}
            <Link className="link" href={`/projects/${slug}/articles/import/dataset/${run.batchId}`}>
              The file it came from
            </Link>
          </>
        )}
      </p>
      <Table caption={`Answers to ${run.producer} ${run.version}`}>
        <TableHead>
          <TableHeadCell>Kind</TableHeadCell>
          <TableHeadCell>Score</TableHeadCell>
          <TableHeadCell isNumeric>Suggested</TableHeadCell>
          <TableHeadCell isNumeric>Accepted</TableHeadCell>
          <TableHeadCell isNumeric>Amended</TableHeadCell>
          <TableHeadCell isNumeric>Rejected</TableHeadCell>
        </TableHead>
        <TableBody>
          {run.tallies.map((tally) => {
            const answers = tally.accepted + tally.amended + tally.rejected;
            return (
              <TableRow key={`${tally.kind} ${tally.band}`}>
                <TableCell>{labelOf(tally.kind)}</TableCell>
                <TableCell>{bandName(tally.band)}</TableCell>
                <TableCell isNumeric>{tally.total}</TableCell>
                <TableCell isNumeric>{share(tally.accepted, answers)}</TableCell>
                <TableCell isNumeric>{share(tally.amended, answers)}</TableCell>
                <TableCell isNumeric>{share(tally.rejected, answers)}</TableCell>
              </TableRow>
            );
          })}
        </TableBody>
      </Table>
    </Card>
  );
}

function sum(tallies: readonly SuggestionTally[], field: "total" | "accepted" | "amended"): number {
  return tallies.reduce((all, tally) => all + tally[field], 0);
}

function bandName(band: number): string {
  return band < 0 ? "none given" : `${(band / 10).toFixed(1)}–${((band + 1) / 10).toFixed(1)}`;
}

/** A count with its share of the answers given, each annotator's counted; a dash where there is none yet. */
function share(count: number, answers: number): string {
  return answers === 0 ? "–" : `${count} (${Math.round((100 * count) / answers)} %)`;
}
