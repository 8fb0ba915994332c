"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { datasetCalls } from "@/components/dataset-imports/dataset-calls";
import { KnownCard, type TakenAgain } from "@/components/dataset-imports/known-card";
import { LabelTable } from "@/components/dataset-imports/label-table";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/checkbox";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { ErrorNote } from "@/components/ui/error-note";
import { RadioGroup } from "@/components/ui/radio-group";
import { countLeftOut, countWaiting, type DatasetDto, saidOf } from "@/lib/dataset-imports/schema";

/** What has to be decided before a dataset is imported: what labels mean, articles that are here, broken places. */
export function PlanForm({ slug, batch }: { slug: string; batch: DatasetDto }) {
  const router = useRouter();
  const { report } = batch;
  const { counts } = report;
  const [labels, setLabels] = useState<Readonly<Record<string, string>>>(() =>
    Object.fromEntries(
      report.labels.map(({ label, proposed }) => [
        label,
        saidOf(report.plan.labels, label) ?? proposed ?? "",
      ]),
    ),
  );
  const [present, setPresent] = useState<"attach" | "skip" | null>(report.plan.present);
  const [leavesBad, setLeavesBad] = useState(report.plan.leavesBad);
  const [taken, setTaken] = useState<TakenAgain>({
    takesNewer: report.plan.takesNewer,
    takesWithdrawn: report.plan.takesWithdrawn,
  });
  const [problem, setProblem] = useState<string>();
  const [isStarting, setIsStarting] = useState(false);
  const note = useRef<HTMLDivElement>(null);
  const areSuggestions = report.producer !== null;
  const hasPresent = counts.articlesHere > 0 && !areSuggestions;
  const calls = datasetCalls(slug, batch.id);
  useEffect(() => {
    if (problem) note.current?.focus();
  }, [problem]);

  async function commit(event: FormEvent) {
    event.preventDefault();
    const open = Object.values(labels).filter((meaning) => meaning === "").length;
    if (open > 0)
      return setProblem(
        `Say what ${open === 1 ? "one label means" : `${open} labels mean`}, or leave ${open === 1 ? "it" : "them"} out.`,
      );
    setProblem(undefined);
    setIsStarting(true);
    const answer = await calls.commit({ labels, present, leavesBad, ...taken });
    setIsStarting(false);
    if (answer.ok) router.refresh();
    else setProblem(answer.error.message);
  }
  async function discard() {
    const answer = await calls.discard();
    if (!answer.ok) return answer.error.message;
    router.push(areSuggestions ? `/projects/${slug}/suggestions` : `/projects/${slug}/articles/import`);
    router.refresh();
  }
  const leftOut = countLeftOut(report.known, taken);
  const total = countWaiting(report) - leftOut;
  const articles = counts.records - report.withdrawn.records - leftOut;
  const pairs = counts.pairs - report.withdrawn.pairs;
  const what =
    articles > 0
      ? total === 1
        ? "1 article"
        : `${articles.toLocaleString("en")} articles`
      : counts.ratings > 0
        ? `${counts.ratings.toLocaleString("en")} ratings`
        : `${pairs.toLocaleString("en")} judged pairs`;
  return (
    <form onSubmit={commit} aria-label="What is to be done" className="flex flex-col gap-5">
      {report.labels.length > 0 && (
        <LabelTable
          labels={report.labels}
          attributes={batch.attributes}
          meanings={labels}
          onChange={setLabels}
        />
      )}
      {hasPresent && (
        <Card>
          <RadioGroup
            name="present"
            legend={`${counts.articlesHere === 1 ? "One article is" : `${counts.articlesHere.toLocaleString("en")} articles are`} here already, by the text. What becomes of the layers in the file?`}
            value={present ?? ""}
            onChange={(value) => setPresent(value === "attach" ? "attach" : "skip")}
            options={[
              {
                value: "attach",
                label: "Attach them",
                help: "The article stays as it is and gets the layers of the file, as imported ones. None comes twice.",
              },
              {
                value: "skip",
                label: "Leave them out",
                help: "The article and its layers stay as they are.",
              },
            ]}
          />
        </Card>
      )}
      {report.known.newer + report.known.withdrawn > 0 && (
        <KnownCard slug={slug} batch={batch} taken={taken} onChange={setTaken} />
      )}
      {report.faultCount > 0 && (
        <Checkbox
          label={`Leave out the ${report.faultCount === 1 ? "place that is" : `${report.faultCount.toLocaleString("en")} places that are`} not right`}
          help="Or mend the files and send them again."
          checked={leavesBad}
          onChange={(event) => setLeavesBad(event.target.checked)}
        />
      )}
      {problem && <ErrorNote ref={note} title={problem} />}
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" variant="primary" isPending={isStarting} disabled={total === 0}>
          {total === 0
            ? "Nothing to import"
            : batch.state === "failed"
              ? "Try again"
              : areSuggestions
                ? `Suggest on ${what}`
                : `Import ${what}`}
        </Button>
        <ConfirmDialog
          trigger={<Button>Discard</Button>}
          title="Discard this dry run?"
          description="What was read is thrown away. Your files stay where they are."
          confirmLabel="Discard"
          isDanger
          onConfirm={discard}
        />
        <p className="text-sm text-ink-muted">
          {areSuggestions && "Nobody’s work until an annotator accepts it. "}All comes in, or nothing. It can
          be undone as one.
        </p>
      </div>
    </form>
  );
}
