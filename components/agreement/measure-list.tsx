import { FigureText, IntervalText } from "@/components/agreement/figure-text";
import { placesHref } from "@/components/agreement/hrefs";
import { IntervalMark } from "@/components/agreement/interval-mark";
import { Link } from "@/components/ui/link";
import { Table, TableBody, TableCell, TableHead, TableHeadCell, TableRow } from "@/components/ui/table";
import { type MeasureDto, questionLabels, questions } from "@/lib/project-agreement/schema";
import { strengthOf } from "@/lib/project-agreement/words";

type Place = { slug: string; pairId: string; kind: string };

/** The recommended measure of each question, and all others folded beneath. */
export function MeasureList({ measures, ...place }: Place & { measures: readonly MeasureDto[] }) {
  const recommended = measures.filter((one) => one.isRecommended);
  return (
    <>
      <MeasureTable {...place} measures={recommended} caption="Recommended measures" />
      <details className="mt-4">
        <summary className="rounded-sm text-sm text-ink-muted hover:text-ink">All measures</summary>
        <div className="mt-2 flex flex-col gap-6">
          {questions.map((question) => {
            const own = measures.filter((one) => one.question === question);
            if (own.length === 0) return null;
            return (
              <div key={question}>
                <h3 className="mb-1 text-sm font-semibold">{questionLabels[question]}</h3>
                <MeasureTable {...place} measures={own} caption={questionLabels[question]} />
              </div>
            );
          })}
        </div>
      </details>
    </>
  );
}

function MeasureTable({
  slug,
  pairId,
  kind,
  measures,
  caption,
}: Place & { measures: readonly MeasureDto[]; caption: string }) {
  return (
    <Table caption={caption}>
      <TableHead>
        <TableHeadCell>Measure</TableHeadCell>
        <TableHeadCell>0 to 1</TableHeadCell>
        <TableHeadCell isNumeric>Value</TableHeadCell>
        <TableHeadCell isNumeric>95 % interval</TableHeadCell>
        <TableHeadCell>Counted over</TableHeadCell>
      </TableHead>
      <TableBody>
        {measures.map((one) => (
          <TableRow key={one.id}>
            <TableCell isRowHead>{one.name}</TableCell>
            <TableCell>
              {one.value !== null && (
                <IntervalMark
                  value={one.value}
                  low={one.low}
                  high={one.high}
                  marks={one.scale === "alpha" ? [0.667, 0.8] : []}
                />
              )}
            </TableCell>
            <TableCell isNumeric className="whitespace-nowrap">
              {one.value !== null && one.places !== null ? (
                <Link className="link" href={placesHref(slug, pairId, kind, one.places)}>
                  <FigureText value={one.value} />
                </Link>
              ) : (
                <FigureText value={one.value} />
              )}
            </TableCell>
            <TableCell isNumeric className="whitespace-nowrap">
              <IntervalText low={one.low} high={one.high} />
            </TableCell>
            <TableCell className="text-ink-muted">
              {one.undefinedBecause === null
                ? [strengthOf(one), one.basis].filter(Boolean).join("; ")
                : `undefined because ${one.undefinedBecause}`}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
