import { ArrowDown } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { Link } from "@/components/ui/link";
import { Table, TableBody, TableCell, TableHead, TableHeadCell, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { type BoardOrder, type BoardRow, rangeText } from "@/lib/cards/board-schema";
import { counted } from "@/lib/counted";
import { credibilityDefinitions, labelOf } from "@/lib/vocabulary";

/** Cards as a dense table; a column that the board can be ordered by has a link in its head. */
export function BoardTable({
  base,
  rows,
  order,
  hrefOf,
}: {
  base: string;
  rows: readonly BoardRow[];
  order: BoardOrder;
  hrefOf: (order: BoardOrder) => string;
}) {
  const head = { order, hrefOf };
  return (
    <Table caption="Claim cards" className="max-md:min-w-0!">
      <TableHead>
        <TableHeadCell>Statement</TableHeadCell>
        <OrderHead {...head} by="mentions" label="Mentions" />
        <OrderHead {...head} by="articles" label="Articles" />
        <OrderHead {...head} by="origins" label="Independent" />
        <OrderHead {...head} by="unsettled" label="To settle" />
        <OrderHead {...head} by="denials" label="Denials" />
        <TableHeadCell className="max-md:hidden">Suggested</TableHeadCell>
        <TableHeadCell className="max-md:hidden">Last reported</TableHeadCell>
      </TableHead>
      <TableBody>
        {rows.map((row) => (
          <TableRow key={row.id} className="relative">
            <TableCell isRowHead className="w-full text-base max-md:max-w-none! md:min-w-56">
              <Link
                href={`${base}/${row.id}`}
                dir="auto"
                className="line-clamp-3 rounded-sm break-words after:absolute after:inset-0"
              >
                {row.statement}
              </Link>
              <p className="mt-1 text-sm font-normal text-ink-muted md:hidden">
                {figures(row)}
                {row.lastPublishedAt && (
                  <>
                    , last reported <Time value={row.lastPublishedAt} format="day" />
                  </>
                )}
              </p>
              <Marks row={row} />
            </TableCell>
            <TableCell isNumeric className="max-md:hidden">
              {row.mentions}
            </TableCell>
            <TableCell isNumeric className="max-md:hidden">
              {row.articles}
            </TableCell>
            <TableCell isNumeric className="whitespace-nowrap max-md:hidden">
              {row.hasProblem ? <span className="text-ink-muted">—</span> : rangeText(row)}
            </TableCell>
            <TableCell className="text-right text-ink-muted max-md:hidden">
              <Unsettled row={row} />
            </TableCell>
            <TableCell isNumeric className="max-md:hidden">
              {row.denials}
            </TableCell>
            <TableCell className="whitespace-nowrap max-md:hidden">
              <Suggested grade={row.suggestedCredibility} />
            </TableCell>
            <TableCell className="whitespace-nowrap text-ink-muted max-md:hidden">
              {row.lastPublishedAt ? <Time value={row.lastPublishedAt} format="day" /> : "Unknown"}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

/** The figures that stand in columns, in words: a narrow screen has no room for the columns. */
function figures(row: BoardRow): string {
  const independent = row.hasProblem ? [] : [`${rangeText(row)} independent`];
  const unsettled = unsettledParts(row);
  return [
    counted(row.mentions, "mention"),
    counted(row.articles, "article"),
    ...independent,
    ...(row.denials > 0 ? [counted(row.denials, "denial")] : []),
    ...(unsettled.length > 0 ? [`to settle: ${unsettled.join(" and ")}`] : []),
    ...(row.suggestedCredibility === null ? [] : [`suggested ${row.suggestedCredibility}`]),
  ].join(", ");
}

function OrderHead({
  by,
  label,
  order,
  hrefOf,
}: {
  by: BoardOrder;
  label: string;
  order: BoardOrder;
  hrefOf: (order: BoardOrder) => string;
}) {
  const isCurrent = order === by;
  return (
    <TableHeadCell isNumeric className="max-md:hidden" aria-sort={isCurrent ? "descending" : undefined}>
      <Link
        href={hrefOf(by)}
        title={`Order by ${label.toLowerCase()}, most first`}
        className="inline-flex items-center gap-1 rounded-sm hover:text-ink hover:underline"
      >
        {isCurrent && <ArrowDown aria-hidden="true" className="size-3" />}
        {label}
      </Link>
    </TableHeadCell>
  );
}

function Marks({ row }: { row: BoardRow }) {
  const marks = [
    row.isPending && <Badge key="pending">Being counted again</Badge>,
    row.hasProblem && (
      <Badge key="problem" tone="danger">
        Circular attributions
      </Badge>
    ),
    row.type === "speech-act" && <Badge key="type">{labelOf(row.type)}</Badge>,
    row.valueConflicts > 0 && (
      <Badge key="values" tone="warning">
        Values conflict
      </Badge>
    ),
    row.isDisputed && (
      <Badge key="disputed" tone="warning">
        Grades contradict
      </Badge>
    ),
    row.mentions > 0 && row.unnamed === row.mentions && <Badge key="unnamed">No named origin</Badge>,
  ].filter(Boolean);
  return marks.length > 0 && <span className="mt-1 flex flex-wrap gap-1">{marks}</span>;
}

function unsettledParts(row: BoardRow): string[] {
  return [
    ...(row.unexaminedPairs > 0
      ? [`${row.unexaminedPairs} ${row.unexaminedPairs === 1 ? "pair" : "pairs"}`]
      : []),
    ...(row.unratedRoots > 0 ? [`${row.unratedRoots} unrated`] : []),
  ];
}

function Unsettled({ row }: { row: BoardRow }) {
  const parts = unsettledParts(row);
  return <span className="tabular whitespace-nowrap">{parts.length > 0 ? parts.join(", ") : "0"}</span>;
}

function Suggested({ grade }: { grade: number | null }) {
  if (grade === null) return <span className="text-ink-muted">None</span>;
  const definition = Object.entries(credibilityDefinitions).find(([code]) => code === String(grade))?.[1];
  return <span title={definition?.text}>{`${grade} · ${definition?.name ?? ""}`}</span>;
}
