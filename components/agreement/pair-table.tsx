import { FigureText, IntervalText } from "@/components/agreement/figure-text";
import { pairHref, placesHref } from "@/components/agreement/hrefs";
import { IntervalMark } from "@/components/agreement/interval-mark";
import { Link } from "@/components/ui/link";
import { Table, TableBody, TableCell, TableHead, TableHeadCell, TableRow } from "@/components/ui/table";
import type { PairDto } from "@/lib/project-agreement/schema";

/** Pairs with their F1 on position alone or with labels, as intervals and as numbers. */
export function PairTable({
  slug,
  kind,
  pairs,
  show,
  caption,
}: {
  slug: string;
  kind: string;
  pairs: readonly PairDto[];
  show: "position" | "labels";
  caption: string;
}) {
  return (
    <Table caption={caption}>
      <TableHead>
        <TableHeadCell>Pair</TableHeadCell>
        <TableHeadCell>0 · F1 · 1</TableHeadCell>
        <TableHeadCell isNumeric>F1</TableHeadCell>
        <TableHeadCell isNumeric>95 % interval</TableHeadCell>
        <TableHeadCell isNumeric>Same</TableHeadCell>
        <TableHeadCell isNumeric>Marks</TableHeadCell>
        <TableHeadCell isNumeric>Articles</TableHeadCell>
      </TableHead>
      <TableBody>
        {pairs.map((pair) => {
          const { value, low, high } =
            show === "position"
              ? { value: pair.f1, low: pair.low, high: pair.high }
              : (pair.labelled ?? { value: null, low: null, high: null });
          return (
            <TableRow key={pair.pairId}>
              <TableCell isRowHead>
                <Link href={pairHref(slug, pair.pairId, kind)} className="rounded-sm hover:underline">
                  {pair.first} and {pair.second}
                </Link>
              </TableCell>
              <TableCell>
                <IntervalMark value={value} low={low} high={high} />
              </TableCell>
              <TableCell isNumeric>
                <FigureText value={value} />
              </TableCell>
              <TableCell isNumeric className="whitespace-nowrap">
                <IntervalText low={low} high={high} />
              </TableCell>
              <TableCell isNumeric>
                <Link className="link" href={placesHref(slug, pair.pairId, kind, "same")}>
                  {pair.exact}
                </Link>
              </TableCell>
              <TableCell isNumeric className="whitespace-nowrap">
                {pair.a} + {pair.b}
              </TableCell>
              <TableCell isNumeric>{pair.articles}</TableCell>
            </TableRow>
          );
        })}
      </TableBody>
    </Table>
  );
}
