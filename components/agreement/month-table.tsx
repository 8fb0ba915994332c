import { FigureText, IntervalText } from "@/components/agreement/figure-text";
import { IntervalMark } from "@/components/agreement/interval-mark";
import { Table, TableBody, TableCell, TableHead, TableHeadCell, TableRow } from "@/components/ui/table";
import { monthText } from "@/components/ui/time-text";
import type { MonthDto } from "@/lib/project-agreement/schema";

/** Agreement month by month, by when an article had been handed in by everybody, as intervals and as numbers. */
export function MonthTable({ months, caption }: { months: readonly MonthDto[]; caption: string }) {
  return (
    <Table caption={caption}>
      <TableHead>
        <TableHeadCell>Month</TableHeadCell>
        <TableHeadCell>0 · F1 · 1</TableHeadCell>
        <TableHeadCell isNumeric>F1</TableHeadCell>
        <TableHeadCell isNumeric>95 % interval</TableHeadCell>
        <TableHeadCell isNumeric>Same</TableHeadCell>
        <TableHeadCell isNumeric>Marks</TableHeadCell>
        <TableHeadCell isNumeric>Articles</TableHeadCell>
      </TableHead>
      <TableBody>
        {months.map((one) => (
          <TableRow key={one.month}>
            <TableCell isRowHead className="whitespace-nowrap">
              {monthText(one.month)}
            </TableCell>
            <TableCell>
              <IntervalMark value={one.f1} low={one.low} high={one.high} />
            </TableCell>
            <TableCell isNumeric>
              <FigureText value={one.f1} />
            </TableCell>
            <TableCell isNumeric className="whitespace-nowrap">
              <IntervalText low={one.low} high={one.high} />
            </TableCell>
            <TableCell isNumeric>{one.matched}</TableCell>
            <TableCell isNumeric className="whitespace-nowrap">
              {one.a} + {one.b}
            </TableCell>
            <TableCell isNumeric>{one.articles}</TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
