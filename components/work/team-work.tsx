import type { FormAction } from "@/components/forms/action-form";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { Table, TableBody, TableCell, TableHead, TableHeadCell, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { ReleaseButton } from "@/components/work/release-button";
import type { TakenWork, Waiting } from "@/lib/slots/schema";

/** For managers: how much waits where, and who holds which article, with a way to free it. */
export function TeamWork({
  slug,
  taken,
  waiting,
  release,
}: {
  slug: string;
  taken: readonly TakenWork[];
  waiting: Waiting;
  release: FormAction<null>;
}) {
  const figures = [
    ["Places free", waiting.openSlots],
    ["Returned", waiting.returned],
    ["Stalled", waiting.stalled],
    ["In or before review", waiting.inReview],
  ] as const;
  return (
    <Card
      title="The team"
      lead="What others have in hand. A stalled article has marks in it and has not been touched for its whole lease."
      isFlush
      className="mt-10"
    >
      <dl className="flex flex-wrap gap-x-8 gap-y-2 px-5 pb-3">
        {figures.map(([label, value]) => (
          <div key={label} className="flex items-baseline gap-1.5 text-sm">
            <dt className="text-ink-muted">{label}</dt>
            <dd className="tabular font-medium">{value >= 1000 ? "1,000+" : value}</dd>
          </div>
        ))}
      </dl>
      {taken.length === 0 ? (
        <p className="px-5 pb-4 text-sm text-ink-muted">Nobody holds an article now.</p>
      ) : (
        <Table caption="Articles in hand" className="max-md:min-w-0!">
          <TableHead>
            <TableHeadCell className="pl-5">Article</TableHeadCell>
            <TableHeadCell>Who</TableHeadCell>
            <TableHeadCell className="max-md:hidden">Taken</TableHeadCell>
            <TableHeadCell className="max-md:hidden">Held until</TableHeadCell>
            <TableHeadCell>
              <span className="sr-only">Release</span>
            </TableHeadCell>
          </TableHead>
          <TableBody>
            {taken.map((work) => (
              <TableRow key={work.slotId}>
                <TableCell isRowHead className="w-full pl-5 md:min-w-48">
                  <span className="line-clamp-2 break-words" dir="auto">
                    {work.title}
                  </span>
                </TableCell>
                <TableCell className="whitespace-nowrap">{work.person}</TableCell>
                <TableCell className="whitespace-nowrap text-ink-muted max-md:hidden">
                  {work.takenAt && <Time value={work.takenAt} />}
                </TableCell>
                <TableCell className="whitespace-nowrap text-ink-muted max-md:hidden">
                  {work.state === "stalled" && <Badge tone="warning">Stalled</Badge>}
                  {work.state === "returned" && <Badge>Returned</Badge>}
                  {work.state === "taken" && work.leaseUntil && <Time value={work.leaseUntil} />}
                </TableCell>
                <TableCell className="text-right">
                  <ReleaseButton slug={slug} slotId={work.slotId} person={work.person} release={release} />
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
      {taken.length === 50 && <p className="px-5 py-3 text-sm text-ink-muted">The 50 oldest are shown.</p>}
    </Card>
  );
}
