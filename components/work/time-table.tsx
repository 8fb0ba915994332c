import { Day } from "@/components/ui/day";
import { Link } from "@/components/ui/link";
import { Table, TableBody, TableCell, TableHead, TableHeadCell, TableRow } from "@/components/ui/table";
import { durationText, type TimeRow } from "@/lib/slots/time-schema";

/** Active time by day and article, and by person where several people's is shown. */
export function TimeTable({
  slug,
  rows,
  hasPeople = false,
}: {
  slug: string;
  rows: readonly TimeRow[];
  hasPeople?: boolean;
}) {
  return (
    <Table
      caption={hasPeople ? "Time by day, person and article" : "Your time by day and article"}
      className="max-md:min-w-0!"
    >
      <TableHead>
        <TableHeadCell className="max-md:hidden">Day</TableHeadCell>
        {hasPeople && <TableHeadCell className="max-md:hidden">Who</TableHeadCell>}
        <TableHeadCell>Article</TableHeadCell>
        <TableHeadCell className="text-right">That day</TableHeadCell>
        <TableHeadCell className="text-right max-md:hidden">In all</TableHeadCell>
      </TableHead>
      <TableBody>
        {rows.map((row) => (
          <TableRow key={`${row.day} ${row.userId} ${row.articleId}`}>
            <TableCell className="whitespace-nowrap text-ink-muted max-md:hidden">
              <Day value={row.day} />
            </TableCell>
            {hasPeople && <TableCell className="whitespace-nowrap max-md:hidden">{row.person}</TableCell>}
            <TableCell isRowHead className="w-full max-md:max-w-none!">
              <Link
                href={`/projects/${slug}/articles/${row.articleId}`}
                className="link line-clamp-2 break-words"
                dir="auto"
              >
                {row.title}
              </Link>
              <p className="mt-0.5 font-normal text-ink-muted md:hidden">
                <Day value={row.day} />
                {hasPeople && `, ${row.person}`}
              </p>
            </TableCell>
            <TableCell className="tabular text-right whitespace-nowrap">
              {durationText(row.seconds)}
            </TableCell>
            <TableCell className="tabular text-right whitespace-nowrap text-ink-muted max-md:hidden">
              {durationText(row.total)}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
