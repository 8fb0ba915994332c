import { Card } from "@/components/ui/card";
import { Table, TableBody, TableCell, TableHead, TableHeadCell, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { ReleaseAgreement } from "@/lib/releases/schema";
import { labelOf } from "@/lib/vocabulary";

/** The project's agreement as it went into the release: per pair of pseudonyms, with the interval. */
export function ReleaseAgreementCard({ agreement }: { agreement: ReleaseAgreement | null }) {
  const rows = Object.entries(agreement?.kinds ?? {}).flatMap(([kind, pairs]) =>
    pairs.map((pair) => ({ kind, ...pair })),
  );
  return (
    <Card title="Agreement">
      {!agreement || rows.length === 0 ? (
        <p className="text-base text-ink-muted">
          Undefined: no two people's marks on one article had been compared when it was built.
        </p>
      ) : (
        <>
          <p className="mb-3 text-sm text-ink-muted">
            The project's, over {agreement.articles.toLocaleString("en")} articles, computed{" "}
            <Time value={agreement.computedAt} format="datetime" />.
          </p>
          <Table caption="Agreement by pair and kind">
            <TableHead>
              <TableHeadCell>Pair</TableHeadCell>
              <TableHeadCell>Kind</TableHeadCell>
              <TableHeadCell isNumeric>Articles</TableHeadCell>
              <TableHeadCell isNumeric>Marks</TableHeadCell>
              <TableHeadCell isNumeric>F1, same borders</TableHeadCell>
              <TableHeadCell isNumeric>95 % interval</TableHeadCell>
            </TableHead>
            <TableBody>
              {rows.map((row) => (
                <TableRow key={`${row.kind} ${row.first} ${row.second}`}>
                  <TableCell isRowHead className="font-mono text-xs">
                    {row.first} · {row.second}
                  </TableCell>
                  <TableCell>{labelOf(row.kind)}</TableCell>
                  <TableCell isNumeric>{row.articles.toLocaleString("en")}</TableCell>
                  <TableCell isNumeric>
                    {row.marksOfFirst} / {row.marksOfSecond}
                  </TableCell>
                  <TableCell isNumeric>{share(row.f1)}</TableCell>
                  <TableCell isNumeric className="whitespace-nowrap">
                    {row.low === null || row.high === null ? "–" : `${share(row.low)} to ${share(row.high)}`}
                  </TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        </>
      )}
    </Card>
  );
}

function share(value: number | null): string {
  return value === null ? "undefined" : value.toFixed(2);
}
