import { Card } from "@/components/ui/card";
import { ErrorNote } from "@/components/ui/error-note";
import { Table, TableBody, TableCell, TableHead, TableHeadCell, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { ReleaseReport, SplitSummary } from "@/lib/releases/schema";
import { splitSides } from "@/lib/splits/schema";

/** How the articles were divided, and whether anything stands on two sides. */
export function ReleaseSplitCard({ split }: { split: NonNullable<ReleaseReport["split"]> }) {
  const { groups, leakCount, allowedCount, leftOut, runsCompared } = split;
  return (
    <Card
      title="Splits"
      lead={`${figure(groups.all)} independent groups of articles, the largest of ${figure(groups.largest)}.`}
    >
      <SidesTable split={split} />
      {leakCount > 0 ? (
        <ErrorNote
          tone="warning"
          className="mt-4"
          title={`${figure(leakCount)} runs of twelve words stand on two sides.`}
        >
          split.json names each with its places.
        </ErrorNote>
      ) : (
        <p className="mt-3 text-sm text-ink-muted">
          No run of twelve words stands on two sides: {figure(runsCompared)} were compared
          {allowedCount > 0 && `, ${figure(allowedCount)} are allowed and listed in split.json`}.
        </p>
      )}
      {leftOut > 0 && (
        <p className="mt-1 text-sm text-ink-muted">
          {leftOut === 1 ? "One article is" : `${figure(leftOut)} articles are`} left out of every side.
        </p>
      )}
    </Card>
  );
}

/** The sides that a split has, with their articles and independent groups. */
export function SidesTable({ split }: { split: SplitSummary }) {
  const { groups, articles, cuts } = split;
  const cutOf = (side: string) => cuts.find((cut) => cut.side === side)?.from;
  return (
    <Table caption="Sides of the split">
      <TableHead>
        <TableHeadCell>Side</TableHeadCell>
        <TableHeadCell isNumeric>Articles</TableHeadCell>
        <TableHeadCell isNumeric>Groups</TableHeadCell>
        {cuts.length > 0 && <TableHeadCell>From</TableHeadCell>}
      </TableHead>
      <TableBody>
        {splitSides
          .filter((side) => articles[side] > 0)
          .map((side) => {
            const from = cutOf(side);
            return (
              <TableRow key={side}>
                <TableCell isRowHead>{side}</TableCell>
                <TableCell isNumeric>{figure(articles[side])}</TableCell>
                <TableCell isNumeric>{figure(groups.sides[side])}</TableCell>
                {cuts.length > 0 && (
                  <TableCell>{from ? <Time value={from} format="day" /> : "the beginning"}</TableCell>
                )}
              </TableRow>
            );
          })}
      </TableBody>
    </Table>
  );
}

/** How much of the texts leaves with a release that keeps them here. */
export function ReleaseCoverageCard({ free }: { free: NonNullable<ReleaseReport["textFree"]> }) {
  return (
    <Card
      title="Texts stay here"
      lead="Offsets, hashes and quotes within the limits leave; “sourcebench rehydrate” puts texts back."
    >
      <CoverageFacts free={free} />
    </Card>
  );
}

/** The same as a list, for wherever it is told. */
export function CoverageFacts({ free }: { free: NonNullable<ReleaseReport["textFree"]> }) {
  const share = free.characters === 0 ? 0 : (100 * free.shown) / free.characters;
  return (
    <ul className="flex list-disc flex-col gap-1 pl-4 text-sm marker:text-border-strong">
      <li>
        {share.toFixed(1)} % of all characters are shown; of no article more than{" "}
        {(100 * free.largestShare).toFixed(1)} % (the limit is {(100 * free.limits.share).toFixed(0)} %).
      </li>
      <li>
        {figure(free.quotes)} quotes stay, {figure(free.quotesWithheld)} are offsets and hashes alone.
      </li>
      <li>
        {figure(free.textsWithheld)} other strings with words of an article are withheld, in{" "}
        {figure(free.articlesWithheld)} of {figure(free.articles)} lines.
      </li>
    </ul>
  );
}

function figure(value: number): string {
  return value.toLocaleString("en");
}
