import { Pagination } from "@/components/ui/pagination";
import { Table, TableBody, TableCell, TableHead, TableHeadCell, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { Page } from "@/lib/page";
import type { RedactionDto } from "@/lib/redaction/schema";

function hrefOf(cursor: string | null): string | undefined {
  return cursor ? `/account/people?decisions=${encodeURIComponent(cursor)}#decisions` : undefined;
}

/** The decisions on record by which articles were withdrawn for good and people forgotten; nothing where there is none. */
export function DecisionList({ decisions }: { decisions: Page<RedactionDto> }) {
  if (decisions.items.length === 0) return null;
  return (
    <section aria-labelledby="decisions" className="mt-10">
      <h2 id="decisions" className="mb-2 text-lg font-semibold">
        Withdrawn articles and forgotten people
      </h2>
      <Table caption="Decisions on record">
        <TableHead>
          <TableHeadCell>What</TableHeadCell>
          <TableHeadCell>Why</TableHeadCell>
          <TableHeadCell>By</TableHeadCell>
          <TableHeadCell>When</TableHeadCell>
        </TableHead>
        <TableBody>
          {decisions.items.map((decision) => (
            <TableRow key={decision.id}>
              <TableCell isRowHead>
                {decision.kind === "article" ? `An article of ${decision.project?.name}` : "A person"}{" "}
                <span className="font-mono text-xs text-ink-muted">{decision.subjectId.slice(-4)}</span>
              </TableCell>
              <TableCell className="w-full break-words">{decision.reason}</TableCell>
              <TableCell className="whitespace-nowrap text-ink-muted">{decision.decidedBy}</TableCell>
              <TableCell className="whitespace-nowrap text-ink-muted">
                <Time value={decision.decidedAt} format="datetime" />
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      <Pagination newerHref={hrefOf(decisions.previous)} olderHref={hrefOf(decisions.next)} />
    </section>
  );
}
