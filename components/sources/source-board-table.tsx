import { SourceLink } from "@/components/sources/source-link";
import { Badge } from "@/components/ui/badge";
import { Day } from "@/components/ui/day";
import { Table, TableBody, TableCell, TableHead, TableHeadCell, TableRow } from "@/components/ui/table";
import { contestedFrom, type SourceBoardRow } from "@/lib/sources/board-schema";
import { labelOf } from "@/lib/vocabulary";

/** Sources as a dense table: who they are, how often they are used, and how they stand as far as the reader may know. */
export function SourceBoardTable({ rows }: { rows: readonly SourceBoardRow[] }) {
  return (
    <Table caption="Sources" className="max-md:min-w-3xl!">
      <TableHead>
        <TableHeadCell>Name</TableHeadCell>
        <TableHeadCell>Kind</TableHeadCell>
        <TableHeadCell isNumeric>Published</TableHeadCell>
        <TableHeadCell isNumeric>Attributed</TableHeadCell>
        <TableHeadCell>Last rated</TableHeadCell>
        <TableHeadCell>House grade</TableHeadCell>
        <TableHeadCell>Yours</TableHeadCell>
      </TableHead>
      <TableBody>
        {rows.map((source) => (
          <TableRow key={source.id}>
            <TableCell isRowHead className="min-w-48">
              <SourceLink id={source.id} name={source.name} className="break-words hover:underline" />{" "}
              {source.isProposal && <Badge tone="warning">Proposed</Badge>}
              {source.isMerged && <Badge>Merged</Badge>}
              {source.isDue && source.published + source.attributed > 0 && (
                <Badge tone="accent" title="Not rated within the last year">
                  Due
                </Badge>
              )}
              {source.aliases.length > 0 && (
                <span className="block max-w-96 truncate text-xs font-normal text-ink-muted">
                  {source.aliases.join(" · ")}
                </span>
              )}
            </TableCell>
            <TableCell>{labelOf(source.kind)}</TableCell>
            <TableCell isNumeric>{source.published}</TableCell>
            <TableCell isNumeric>{source.attributed}</TableCell>
            <TableCell className="whitespace-nowrap text-ink-muted">
              {source.lastRatedAt ? <Day value={source.lastRatedAt} /> : "Never"}
            </TableCell>
            <TableCell className="whitespace-nowrap">
              <Grades grades={source.houseGrades} />
            </TableCell>
            <TableCell className="whitespace-nowrap">
              <Grades grades={source.ownGrades} />
              {source.spread !== null && source.spread >= contestedFrom && (
                <Badge tone="warning" className="ml-2">
                  {source.spread} grades apart
                </Badge>
              )}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function Grades({ grades }: { grades: SourceBoardRow["ownGrades"] }) {
  if (grades.length === 0) return <span className="text-ink-muted">None</span>;
  return grades.map(({ grade, role }) => (
    <span key={role} className="mr-2 last:mr-0">
      <span className="font-medium">{grade}</span>{" "}
      <span className="text-ink-muted">{labelOf(role).toLowerCase()}</span>
    </span>
  ));
}
