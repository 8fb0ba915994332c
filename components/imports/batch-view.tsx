import { Archive, CircleCheck } from "lucide-react";
import { BatchStateBadge } from "@/components/imports/batch-state";
import { CommitBar } from "@/components/imports/commit-bar";
import { DraftGridView } from "@/components/imports/draft-grid";
import { ProblemList } from "@/components/imports/problem-list";
import { WithdrawButton } from "@/components/imports/withdraw-button";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorNote } from "@/components/ui/error-note";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { Time } from "@/components/ui/time";
import type { BatchDto, DraftRow } from "@/lib/imports/schema";
import type { Page } from "@/lib/page";

/** A batch from its reading to its end: problems, the grid and the import; afterwards what came of it. */
export function BatchView({
  slug,
  batch,
  drafts,
  failure,
}: {
  slug: string;
  batch: BatchDto;
  drafts: Page<DraftRow>;
  failure: string | null;
}) {
  const articles = `/projects/${slug}/articles`;
  const base = `${articles}/import/${batch.id}`;
  const isOpen = batch.state === "draft" || batch.state === "failed";
  const isRunning = batch.state === "committing" || batch.state === "reading";
  const hrefOf = (cursor: string | null) =>
    cursor ? `${base}?cursor=${encodeURIComponent(cursor)}` : undefined;
  return (
    <>
      <PageHeader
        title={batch.label}
        breadcrumb={
          <Breadcrumb
            items={[
              { href: articles, label: "Articles" },
              { href: `${articles}/import`, label: "Import" },
            ]}
          />
        }
        meta={
          <>
            <BatchStateBadge state={batch.state} />
            <span>
              {batch.total} {batch.total === 1 ? "article" : "articles"}
            </span>
            <span>
              {batch.createdBy}, <Time value={batch.createdAt} />
            </span>
          </>
        }
      />
      <div className="flex flex-col gap-5">
        {failure && <ErrorNote title="The import did not go through">{failure}</ErrorNote>}
        {(isOpen || isRunning) && (
          <div className="sticky top-(--bar-height) z-20 -mx-1 border-b border-border bg-canvas px-1 py-3 max-md:static">
            <CommitBar key={batch.state} slug={slug} batch={batch} />
          </div>
        )}
        {batch.report.skipped.length > 0 && (
          <details className="rounded-md border border-border bg-surface px-3 py-2">
            <summary className="cursor-pointer text-base font-medium">
              {batch.report.skipped.length} {batch.report.skipped.length === 1 ? "place" : "places"} could not
              be read and {batch.report.skipped.length === 1 ? "was" : "were"} left out
            </summary>
            <div className="mt-2">
              <ProblemList problems={batch.report.skipped} count={batch.report.skipped.length} />
            </div>
          </details>
        )}
        {isOpen && (
          <>
            <DraftGridView
              key={drafts.items[0]?.id ?? "none"}
              slug={slug}
              batchId={batch.id}
              drafts={drafts.items}
            />
            <Pagination
              newerHref={hrefOf(drafts.previous)}
              olderHref={hrefOf(drafts.next)}
              newerLabel="Earlier"
              olderLabel="Later"
            />
          </>
        )}
        {batch.state === "committed" && (
          <EmptyState
            icon={<CircleCheck />}
            title={`${batch.total} ${batch.total === 1 ? "article is" : "articles are"} in the project`}
            action={
              <LinkButton href={articles} variant="primary">
                See the articles
              </LinkButton>
            }
          >
            {batch.total === 1 ? "It" : "They"} can be taken for annotation now. The import can be withdrawn
            while nobody has taken one.
          </EmptyState>
        )}
        {batch.state === "withdrawn" && (
          <EmptyState
            icon={<Archive />}
            title="This import was withdrawn"
            action={<LinkButton href={`${articles}/import`}>Import something else</LinkButton>}
          >
            Its articles left the project
            {batch.withdrawnAt && (
              <>
                {" "}
                <Time value={batch.withdrawnAt} />
              </>
            )}
            . Nobody had worked on them.
          </EmptyState>
        )}
        {batch.state === "discarded" && (
          <EmptyState
            icon={<Archive />}
            title="This batch was discarded"
            action={<LinkButton href={`${articles}/import`}>Import something else</LinkButton>}
          >
            Its texts were thrown away before they were imported.
          </EmptyState>
        )}
        {batch.report.leftOut.length > 0 && <LeftOut items={batch.report.leftOut} />}
        {batch.state === "committed" && <WithdrawButton slug={slug} batchId={batch.id} />}
      </div>
    </>
  );
}

function LeftOut({ items }: { items: BatchDto["report"]["leftOut"] }) {
  return (
    <details className="rounded-md border border-border bg-surface px-3 py-2">
      <summary className="cursor-pointer text-base font-medium">
        {items.length} {items.length === 1 ? "article was" : "articles were"} left out
      </summary>
      <ul className="mt-2 flex flex-col gap-1 text-sm">
        {items.map((item) => (
          <li key={`${item.fileName} ${item.title}`}>
            {item.title} <span className="text-ink-muted">{item.reason}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
