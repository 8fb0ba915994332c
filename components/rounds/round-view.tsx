import { Check } from "lucide-react";
import Link from "next/link";
import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { DistributionPlot } from "@/components/ratings/distribution-plot";
import { GradeFields } from "@/components/ratings/rating-form";
import { RatingList } from "@/components/ratings/rating-list";
import { FormDialog } from "@/components/sources/form-dialog";
import { Badge } from "@/components/ui/badge";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorNote } from "@/components/ui/error-note";
import { PageHeader } from "@/components/ui/page-header";
import { SubmitButton } from "@/components/ui/submit-button";
import { Time } from "@/components/ui/time";
import type { Page } from "@/lib/page";
import type { RoundDto, RoundSourceDto } from "@/lib/ratings/schema";
import type { SourceAttributionDto } from "@/lib/sources/schema";
import { labelOf } from "@/lib/vocabulary";

/** A round: its sources at the left, the one to rate (or what is known of it) at the right. */
export function RoundView({
  round,
  open,
  record,
  rate,
  close,
}: {
  round: RoundDto;
  open: RoundSourceDto | undefined;
  record: Page<SourceAttributionDto> | null;
  rate: FormAction<null>;
  close: FormAction<null>;
}) {
  const done = round.sources.filter((source) => source.mine).length;
  return (
    <>
      <PageHeader
        breadcrumb={<Breadcrumb items={[{ href: "/rounds", label: "Rating rounds" }]} />}
        title={round.name}
        meta={
          <>
            {round.closedAt ? (
              <span>
                Closed <Time value={round.closedAt} />
              </span>
            ) : (
              <span>Open</span>
            )}
            {round.isRater && (
              <span>
                {done} of {round.sources.length} rated by you
              </span>
            )}
          </>
        }
        actions={
          round.canManage &&
          !round.closedAt && (
            <FormDialog
              title="Close the round"
              description="Nobody can rate in it any more. What was saved stays."
              button="Close the round…"
              submitLabel="Close"
              action={close}
              hidden={{ roundId: round.id }}
            >
              {null}
            </FormDialog>
          )
        }
      />
      <div className="grid gap-6 lg:grid-cols-[18rem_minmax(0,1fr)]">
        <div className="flex min-w-0 flex-col gap-6">
          <nav aria-label="Sources of the round">
            <ul className="flex flex-col">
              {round.sources.map((source) => (
                <li key={source.id}>
                  <Link
                    href={`/rounds/${round.id}?source=${source.id}`}
                    aria-current={source.id === open?.id ? "page" : undefined}
                    className="flex items-center justify-between gap-2 rounded-md px-2.5 py-1.5 text-base hover:bg-surface-hover aria-[current]:bg-accent-soft aria-[current]:font-medium"
                  >
                    <span className="min-w-0 break-words">{source.name}</span>
                    {source.mine && (
                      <span className="inline-flex items-center gap-1 text-sm text-success">
                        <Check aria-hidden="true" className="size-4" />
                        {source.mine.grade}
                      </span>
                    )}
                  </Link>
                </li>
              ))}
            </ul>
          </nav>
          {round.canManage && (
            <Card title="How far they are" lead="Counts alone; what they say shows after your own rating.">
              <ul className="flex flex-col gap-1 text-sm">
                {round.progress.map((one) => (
                  <li key={one.userId} className="flex justify-between gap-2">
                    <span className="min-w-0 break-words">{one.name}</span>
                    <span className="tabular text-ink-muted">
                      {one.done} of {round.sources.length}
                    </span>
                  </li>
                ))}
              </ul>
            </Card>
          )}
        </div>
        {open ? (
          <OpenSource key={open.id} round={round} source={open} record={record?.items ?? []} rate={rate} />
        ) : (
          <EmptyState title="This round has no source" />
        )}
      </div>
    </>
  );
}

function OpenSource({
  round,
  source,
  record,
  rate,
}: {
  round: RoundDto;
  source: RoundSourceDto;
  record: readonly SourceAttributionDto[];
  rate: FormAction<null>;
}) {
  const mayRate = round.isRater && !source.mine && !round.closedAt;
  const next = round.sources.find((one) => !one.mine && one.id !== source.id);
  return (
    <div className="flex min-w-0 flex-col gap-6">
      <Card
        title={
          <Link href={`/sources/${source.id}`} className="hover:underline">
            {source.name}
          </Link>
        }
        lead={`Rated ${labelOf(source.role).toLowerCase()}.`}
        actions={<Badge>{labelOf(source.kind)}</Badge>}
      >
        {mayRate && (
          <ActionForm action={rate} label={`Rate ${source.name}`}>
            <input type="hidden" name="roundId" value={round.id} />
            <input type="hidden" name="sourceId" value={source.id} />
            <GradeFields
              evidence={record.map((one) => ({
                annotationId: one.annotationId,
                quote: one.content || one.cue,
              }))}
            />
            <div>
              <SubmitButton>Save my rating</SubmitButton>
            </div>
          </ActionForm>
        )}
        {!mayRate && !source.results && (
          <ErrorNote tone="info">
            {round.closedAt
              ? "The round is closed. To see its ratings, save your own on the source's page."
              : "You are no rater of this round. Its ratings show once you have saved your own on the source's page."}
          </ErrorNote>
        )}
        {source.results && (
          <div className="flex flex-col gap-4">
            <DistributionPlot
              distribution={source.results.distribution}
              caption={`Raters by grade, ${source.name}`}
            />
            <RatingList ratings={source.results.ratings} />
          </div>
        )}
      </Card>
      {source.mine && next && !round.closedAt && (
        <Link className="link text-base" href={`/rounds/${round.id}?source=${next.id}`}>
          Next to rate: {next.name}
        </Link>
      )}
    </div>
  );
}
