import { Archive, CircleCheck } from "lucide-react";
import { DatasetReportView } from "@/components/dataset-imports/dataset-report";
import { PlanForm } from "@/components/dataset-imports/plan-form";
import { RunningBar } from "@/components/dataset-imports/running-bar";
import { UndoButton } from "@/components/dataset-imports/undo-button";
import { BatchStateBadge } from "@/components/imports/batch-state";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorNote } from "@/components/ui/error-note";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { Time } from "@/components/ui/time";
import { type DatasetDto, withdrawnWords } from "@/lib/dataset-imports/schema";

/** An import of a dataset from its dry run to its end: what was found, what is to be decided, what came of it. */
export function DatasetView({ slug, batch }: { slug: string; batch: DatasetDto }) {
  const articles = `/projects/${slug}/articles`;
  const { state, report, failure, isUnread } = batch;
  const isOpen = state === "draft" || (state === "failed" && !isUnread);
  const withdrawn = withdrawnWords(report);
  const areSuggestions = report.producer !== null;
  const suggestions = `/projects/${slug}/suggestions`;
  const again = (
    <LinkButton href={areSuggestions ? suggestions : `${articles}/import`}>
      {areSuggestions ? "Read another file" : "Import something else"}
    </LinkButton>
  );
  return (
    <>
      <PageHeader
        title={batch.label}
        breadcrumb={
          <Breadcrumb
            items={
              areSuggestions
                ? [{ href: suggestions, label: "Suggestions" }]
                : [
                    { href: articles, label: "Articles" },
                    { href: `${articles}/import`, label: "Import" },
                  ]
            }
          />
        }
        meta={
          <>
            <BatchStateBadge state={state} />
            <span>
              {batch.createdBy}, <Time value={batch.createdAt} />
            </span>
          </>
        }
      />
      <div className="flex flex-col gap-5">
        {failure && (
          <ErrorNote title={isUnread ? "These files could not be read" : "The import did not go through"}>
            <p>{failure}</p>
          </ErrorNote>
        )}
        {isUnread && <div>{again}</div>}
        {(state === "reading" || state === "committing") && (
          <RunningBar key={state} slug={slug} batch={batch} />
        )}
        {state === "committed" && <Committed slug={slug} batch={batch} />}
        {state === "withdrawn" && (
          <EmptyState icon={<Archive />} title="This import was undone" action={again}>
            {areSuggestions
              ? "Nobody is offered its suggestions any more"
              : "What it brought left the project"}
            {batch.withdrawnAt && (
              <>
                {" "}
                <Time value={batch.withdrawnAt} />
              </>
            )}
            . It stays in the history, and the files can come in again.
          </EmptyState>
        )}
        {state === "discarded" && (
          <EmptyState icon={<Archive />} title="This dry run was discarded" action={again}>
            What was read was thrown away before anything was imported.
          </EmptyState>
        )}
        {withdrawn && (isOpen || state === "committing" || state === "committed") && (
          <ErrorNote
            tone="warning"
            title={state === "committed" ? "Less came in than was read" : "Less comes in than was read"}
          >
            <p>{withdrawn}</p>
          </ErrorNote>
        )}
        {report.format && !isUnread && state !== "reading" && (
          <DatasetReportView report={report} isDone={!isOpen} />
        )}
        {isOpen && (
          <PlanForm
            key={`${state} ${report.counts.articlesHere} ${report.known.newer}`}
            slug={slug}
            batch={batch}
          />
        )}
        {state === "committed" && (
          <UndoButton slug={slug} batchId={batch.id} areSuggestions={areSuggestions} />
        )}
      </div>
    </>
  );
}

function Committed({ slug, batch: { report } }: { slug: string; batch: DatasetDto }) {
  const done = report.outcome;
  const isRatings = report.format === "csv-ratings";
  if (report.producer)
    return (
      <EmptyState
        icon={<CircleCheck />}
        title="The suggestions are in the project"
        action={
          <LinkButton href={`/projects/${slug}/suggestions`} variant="primary">
            See the suggestions
          </LinkButton>
        }
      >
        {done &&
          `${report.producer.producer} ${report.producer.version} suggests ${count(done.suggestions, "mark", "marks")} on ${count(done.suggestedOn, "article", "articles")}. When annotators see them is said in the settings.`}
      </EmptyState>
    );
  return (
    <EmptyState
      icon={<CircleCheck />}
      title="The dataset is in the project"
      action={
        <LinkButton href={isRatings ? "/sources" : `/projects/${slug}/articles`} variant="primary">
          {isRatings ? "See the sources" : "See the articles"}
        </LinkButton>
      }
    >
      {done ? sentenceOf(done) : "It came in by the command line."}
    </EmptyState>
  );
}

function sentenceOf(done: NonNullable<DatasetDto["report"]["outcome"]>): string {
  const parts = [
    count(done.articles, "new article", "new articles"),
    done.attached > 0 ? `${count(done.attached, "article", "articles")} that had been here got layers` : "",
    done.skipped > 0 ? `${count(done.skipped, "article", "articles")} stayed as before` : "",
    done.layers > 0
      ? `${count(done.layers, "layer", "layers")} with ${count(done.annotations, "mark", "marks")}`
      : "",
    done.ratings > 0 ? count(done.ratings, "rating", "ratings") : "",
    done.pairs > 0
      ? `answers about ${count(done.pairs, "pair of passages", "pairs of passages")}, kept apart from your own`
      : "",
    done.pairsLeftOut > 0
      ? `${count(done.pairsLeftOut, "pair", "pairs")} whose passages are nowhere were left out`
      : "",
    done.leftOut > 0
      ? `${count(done.leftOut, "article", "articles")} known from before ${done.leftOut === 1 ? "was" : "were"} left out`
      : "",
    done.alreadyHere > 0 ? `${done.alreadyHere.toLocaleString("en")} were here already` : "",
    done.linksLeftOut > 0
      ? `${count(done.linksLeftOut, "link", "links")} to twins that are nowhere were left out`
      : "",
    done.sources > 0 ? count(done.sources, "new source", "new sources") : "",
  ];
  return `${parts.filter((part) => part !== "" && !part.startsWith("0 ")).join(", ")}.`;
}

function count(n: number, one: string, many: string): string {
  return `${n.toLocaleString("en")} ${n === 1 ? one : many}`;
}
