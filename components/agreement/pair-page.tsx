import { ArticleParts } from "@/components/agreement/article-parts";
import { Disagreements } from "@/components/agreement/disagreements";
import { FreshnessNote } from "@/components/agreement/freshness-note";
import { agreementHref, csvHref, pairHref, placesHref } from "@/components/agreement/hrefs";
import { KindTabs } from "@/components/agreement/kind-tabs";
import { MeasureList } from "@/components/agreement/measure-list";
import { MonthTable } from "@/components/agreement/month-table";
import { PairSentence } from "@/components/agreement/pair-sentence";
import { PlotSection } from "@/components/agreement/plot-section";
import type { FormAction } from "@/components/forms/action-form";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Link } from "@/components/ui/link";
import { PageHeader } from "@/components/ui/page-header";
import { Table, TableBody, TableCell, TableHead, TableHeadCell, TableRow } from "@/components/ui/table";
import type { PairPageDto } from "@/lib/project-agreement/schema";

/** Two people, or a person and the final layer: the sentence, their disagreements, every measure, month by month, by article. */
export function PairPage({
  slug,
  page,
  refresh,
}: {
  slug: string;
  page: PairPageDto;
  refresh: FormAction<null>;
}) {
  const { kind, kinds, pair, measures, months, reasons, disagreements, articles, freshness } = page;
  const names = new Map([[pair.pairId, [pair.first, pair.second] as const]]);
  const place = { slug, pairId: pair.pairId, kind };
  return (
    <>
      <PageHeader
        breadcrumb={<Breadcrumb items={[{ href: agreementHref(slug, { kind }), label: "Agreement" }]} />}
        title={`${pair.first} and ${pair.second}`}
        lead={`On ${pair.articles === 1 ? "one article" : `${pair.articles} articles`}.`}
      />
      <KindTabs kinds={kinds} current={kind} hrefOf={(one) => pairHref(slug, pair.pairId, one)} />
      <FreshnessNote slug={slug} freshness={freshness} refresh={refresh} />
      <PairSentence slug={slug} kind={kind} pair={pair} />
      <Disagreements slug={slug} kind={kind} disagreements={disagreements} names={names} />
      <PlotSection
        id="measures"
        title="Measures"
        lead="The recommended one of each question. α from .800 is firm, from .667 tentative, where its interval’s lower end reaches .667 too."
        csv={csvHref(slug, { kind, pair: pair.pairId, part: "measures" })}
      >
        <MeasureList {...place} measures={measures} />
      </PlotSection>
      <PlotSection
        id="places"
        title="What was counted"
        lead="A place stands under each reason that holds for it."
      >
        <Table caption="What was counted" className="max-md:min-w-0!">
          <TableHead>
            <TableHeadCell>What</TableHeadCell>
            <TableHeadCell isNumeric>Places</TableHeadCell>
          </TableHead>
          <TableBody>
            {reasons.map((one) => (
              <TableRow key={one.reason}>
                <TableCell isRowHead>{one.sentence}</TableCell>
                <TableCell isNumeric>
                  <Link className="link" href={placesHref(slug, pair.pairId, kind, one.reason)}>
                    {one.count}
                    <span className="sr-only"> places: {one.sentence}</span>
                  </Link>
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </PlotSection>
      {months.length > 0 && (
        <PlotSection
          id="months"
          title="Over time"
          lead="By the month in which an article had been handed in by everybody."
          csv={csvHref(slug, { kind, pair: pair.pairId, part: "months" })}
        >
          <MonthTable months={months} caption="Over time" />
        </PlotSection>
      )}
      <ArticleParts {...place} articles={articles} />
    </>
  );
}
