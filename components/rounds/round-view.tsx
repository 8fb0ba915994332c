import { Check } from "lucide-react";
import type { Rater } from "@/components/rounds/rater-checks";
import { type RoundActions, RoundButtons } from "@/components/rounds/round-actions";
import { RoundSource } from "@/components/rounds/round-source";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Card } from "@/components/ui/card";
import { Day } from "@/components/ui/day";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { PageHeader } from "@/components/ui/page-header";
import { Progress } from "@/components/ui/progress";
import { Time } from "@/components/ui/time";
import { describeAgreement } from "@/lib/ratings/round-agreement";
import type { RoundDto, RoundSourceView } from "@/lib/ratings/schema";

/** A round: its sources at the left, the one to rate (or what is known of it) at the right. `within` is the project's address, or empty. */
export function RoundView({
  round,
  open,
  raters,
  within,
  actions,
}: {
  round: RoundDto;
  open: RoundSourceView | null;
  raters: readonly Rater[];
  within: string;
  actions: RoundActions;
}) {
  const base = `${within}/rounds`;
  return (
    <>
      <PageHeader
        breadcrumb={<Breadcrumb items={[{ href: base, label: "Rating rounds" }]} />}
        title={round.name}
        meta={<RoundFacts round={round} />}
        actions={round.canManage && <RoundButtons round={round} raters={raters} actions={actions} />}
      />
      <div className="grid gap-6 lg:grid-cols-[16rem_minmax(0,1fr)]">
        <div className="flex min-w-0 flex-col gap-6">
          <SourceNav round={round} openId={open?.id} base={base} />
          {round.canManage && (
            <Card title="How far they are" lead="Counts alone; what they say shows after your own rating.">
              <ul className="flex flex-col gap-3">
                {round.progress.map((one) => (
                  <li key={one.userId}>
                    <Progress
                      label={one.name}
                      value={one.done}
                      max={Math.max(1, round.sources.length)}
                      detail={`${one.done} of ${round.sources.length}`}
                    />
                  </li>
                ))}
              </ul>
            </Card>
          )}
          <Card title="Agreement" lead="Over the sources you have rated in this round.">
            <p className="text-sm">{describeAgreement(round.agreement)}</p>
          </Card>
        </div>
        {open ? (
          <RoundSource
            key={open.id}
            round={round}
            source={open}
            within={within}
            rate={actions.rateInRoundAction}
          />
        ) : (
          <EmptyState title="This round has no source" />
        )}
      </div>
    </>
  );
}

function RoundFacts({ round }: { round: RoundDto }) {
  const done = round.sources.filter((source) => source.myGrade).length;
  return (
    <>
      {round.closedAt ? (
        <span>
          Closed <Time value={round.closedAt} />
        </span>
      ) : (
        <span>Open</span>
      )}
      {round.topic && <span>On {round.topic}</span>}
      {(round.periodFrom || round.periodTo) && (
        <span>
          Covers {round.periodFrom ? <Day value={round.periodFrom} /> : "…"} to{" "}
          {round.periodTo ? <Day value={round.periodTo} /> : "…"}
        </span>
      )}
      {round.dueOn && !round.closedAt && (
        <span>
          Due on <Day value={round.dueOn} />
        </span>
      )}
      {round.isRater && (
        <span>
          {done} of {round.sources.length} rated by you
        </span>
      )}
    </>
  );
}

function SourceNav({ round, openId, base }: { round: RoundDto; openId: string | undefined; base: string }) {
  return (
    <nav aria-label="Sources of the round">
      <ul className="flex flex-col">
        {round.sources.map((source) => (
          <li key={source.id}>
            <Link
              href={`${base}/${round.id}?source=${source.id}`}
              aria-current={source.id === openId ? "page" : undefined}
              className="flex items-center justify-between gap-2 rounded-md px-2.5 py-1.5 text-base hover:bg-surface-hover aria-[current]:bg-accent-soft aria-[current]:font-medium"
            >
              <span className="min-w-0 break-words">{source.name}</span>
              {source.myGrade && (
                <span className="inline-flex items-center gap-1 text-sm text-success">
                  <Check aria-hidden="true" className="size-4" />
                  {source.myGrade}
                </span>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
