import { Scale } from "lucide-react";
import { Disagreements } from "@/components/agreement/disagreements";
import { FreshnessNote } from "@/components/agreement/freshness-note";
import { HeatMap } from "@/components/agreement/heat-map";
import { agreementHref, csvHref } from "@/components/agreement/hrefs";
import { KindTabs } from "@/components/agreement/kind-tabs";
import { MonthTable } from "@/components/agreement/month-table";
import { PairSentence } from "@/components/agreement/pair-sentence";
import { PairTable } from "@/components/agreement/pair-table";
import { PlotSection } from "@/components/agreement/plot-section";
import { ShowingForm } from "@/components/agreement/showing-form";
import type { FormAction } from "@/components/forms/action-form";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import type { OverviewDto } from "@/lib/project-agreement/schema";
import { labelOf } from "@/lib/vocabulary";

const SENTENCES = 8;
const PEOPLE = 3;

/** How far people agree who annotated the same articles blind: sentences first, then disagreements, then the plots. */
export function AgreementOverview({
  slug,
  show,
  overview,
  actions,
}: {
  slug: string;
  show: "position" | "labels";
  overview: OverviewDto;
  actions: { refresh: FormAction<null>; setShows: FormAction<null> };
}) {
  const { kinds, kind, pairs, against, disagreements, freshness } = overview;
  const names = new Map(pairs.map((pair) => [pair.pairId, [pair.first, pair.second] as const]));
  const isNothingToCompute = freshness.computedAt === null && !freshness.hasFailed && overview.waiting === 0;
  return (
    <>
      <PageHeader
        title="Agreement"
        lead="How often two people, each working blind, marked the same. Bylines, captions’ credits and other boilerplate are left out."
      />
      <KindTabs kinds={kinds} current={kind} hrefOf={(one) => agreementHref(slug, { kind: one, show })} />
      {!isNothingToCompute && <FreshnessNote slug={slug} freshness={freshness} refresh={actions.refresh} />}
      {pairs.length === 0 && against.length === 0 ? (
        <Nothing slug={slug} overview={overview} />
      ) : (
        <>
          <div className="flex flex-col gap-3">
            {pairs.slice(0, SENTENCES).map((pair) => (
              <PairSentence key={pair.pairId} slug={slug} kind={kind} pair={pair} />
            ))}
          </div>
          <Disagreements slug={slug} kind={kind} disagreements={disagreements} names={names} />
          <Plots slug={slug} show={show} overview={overview} />
        </>
      )}
      <p className="mt-10 text-sm text-ink-muted">
        How far raters of sources agree is asked round by round, in the{" "}
        <Link className="link" href={`/projects/${slug}/rounds`}>
          rating rounds
        </Link>
        .
      </p>
      {overview.canSet && (
        <ShowingForm slug={slug} showsAgreement={overview.showsAgreement} action={actions.setShows} />
      )}
    </>
  );
}

function Plots({
  slug,
  show,
  overview,
}: {
  slug: string;
  show: "position" | "labels";
  overview: OverviewDto;
}) {
  const { kind, pairs, against, months, isMore } = overview;
  const noun = labelOf(kind).toLowerCase();
  const what = show === "position" ? "on position alone" : "with labels";
  const people = new Set(pairs.flatMap(({ first, second }) => [first, second])).size;
  const csv = (part: string) => csvHref(slug, { kind, part });
  return (
    <>
      {pairs.length > 0 && (
        <PlotSection
          id="pairs"
          title={`By pair, ${what}`}
          lead={`F1 of the very same ${noun}s${show === "labels" ? " that also got the same label" : ""}, with intervals over articles.${isMore ? ` The ${pairs.length} pairs with the most articles; the CSV has all.` : ""}`}
          csv={csv("pairs")}
        >
          <p className="mb-3 flex gap-3 text-sm">
            <ShowLink slug={slug} kind={kind} isCurrent={show === "position"} show="position">
              Position alone
            </ShowLink>
            <ShowLink slug={slug} kind={kind} isCurrent={show === "labels"} show="labels">
              With labels
            </ShowLink>
          </p>
          {people >= PEOPLE && (
            <HeatMap
              slug={slug}
              kind={kind}
              pairs={pairs}
              figureOf={(pair) => (show === "position" ? pair.f1 : (pair.labelled?.value ?? null))}
              label={`Annotators by annotators: F1 of the same ${noun}s, ${what}`}
            />
          )}
          <PairTable slug={slug} kind={kind} pairs={pairs} show={show} caption={`By pair, ${what}`} />
        </PlotSection>
      )}
      {against.length > 0 && (
        <PlotSection
          id="against"
          title="Against the final layer"
          lead={`F1 of each person’s ${noun}s and those that reviewers made final, on finished articles.`}
          csv={csv("pairs")}
        >
          <PairTable slug={slug} kind={kind} pairs={against} show={show} caption="Against the final layer" />
        </PlotSection>
      )}
      {months.length > 0 && (
        <PlotSection
          id="months"
          title="Over time"
          lead={`F1 of the very same ${noun}s of all pairs together, by the month in which an article had been handed in by everybody.`}
          csv={csv("months")}
        >
          <MonthTable months={months} caption="Over time" />
        </PlotSection>
      )}
    </>
  );
}

function ShowLink({
  slug,
  kind,
  show,
  isCurrent,
  children,
}: {
  slug: string;
  kind: string;
  show: string;
  isCurrent: boolean;
  children: string;
}) {
  return (
    <Link
      href={agreementHref(slug, { kind, show })}
      scroll={false}
      aria-current={isCurrent ? "true" : undefined}
      className="rounded-sm text-ink-muted hover:text-ink aria-[current]:font-medium aria-[current]:text-ink aria-[current]:underline"
    >
      {children}
    </Link>
  );
}

function Nothing({ slug, overview }: { slug: string; overview: OverviewDto }) {
  const { waiting, freshness, canSet } = overview;
  if (freshness.computedAt === null && waiting > 0)
    return (
      <EmptyState icon={<Scale />} title="The figures are being computed">
        This takes a few seconds for most projects. The page follows by itself.
      </EmptyState>
    );
  return (
    <EmptyState
      icon={<Scale />}
      title="No two people have annotated the same article yet"
      action={
        canSet ? (
          <LinkButton href={`/projects/${slug}/settings`}>Annotators per article</LinkButton>
        ) : (
          <LinkButton href={`/projects/${slug}/articles`}>Articles</LinkButton>
        )
      }
    >
      {waiting === 0
        ? "Agreement is counted once an article has been handed in by everybody who was to annotate it."
        : "Agreement needs two annotators on an article. Ask for more of them in the project’s settings."}
    </EmptyState>
  );
}
