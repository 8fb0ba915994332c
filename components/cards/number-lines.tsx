import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { Table, TableBody, TableCell, TableHead, TableHeadCell, TableRow } from "@/components/ui/table";
import { mentionHref } from "@/lib/cards/mention-href";
import type { NumberLine, ValueRow } from "@/lib/cards/number-line";
import type { CardDto } from "@/lib/cards/schema";
import type { ValueRelation } from "@/lib/corroboration/quantities";

const verdicts: Record<ValueRelation, { label: string; tone: "success" | "danger" | "neutral" }> = {
  compatible: { label: "Compatible", tone: "success" },
  conflict: { label: "In conflict", tone: "danger" },
  "not-comparable": { label: "Not comparable", tone: "neutral" },
};

/** The values that a card's mentions give, side by side as intervals, an arrow where one is open; the table says the same. */
export function NumberLines({
  lines,
  pages,
  relation,
}: {
  lines: NumberLine[];
  pages: CardDto["mentionPages"];
  relation: ValueRelation | null;
}) {
  if (lines.length === 0) return null;
  return (
    <Card
      title="Values"
      lead="Each as the numbers it allows: “at least 247” reaches upwards without an end. Two conflict only where they share no number for the same thing and date."
      actions={relation && <Badge tone={verdicts[relation].tone}>{verdicts[relation].label}</Badge>}
    >
      <div id="values" className="flex scroll-mt-24 flex-col gap-6">
        {lines.map((line) => (
          <Line key={line.unit ?? ""} line={line} pages={pages} />
        ))}
      </div>
    </Card>
  );
}

function Line({ line, pages }: { line: NumberLine; pages: CardDto["mentionPages"] }) {
  const name = line.unit ? `Values in ${line.unit}` : "Values";
  return (
    <figure>
      <figcaption className="sr-only">{name}</figcaption>
      {line.rows.length > 0 && (
        <ol className="flex flex-col">
          {line.rows.map((row, place) => (
            <li
              // biome-ignore lint/suspicious/noArrayIndexKey: rows of equal text differ by their place alone
              key={`${row.text} ${place}`}
              className="grid grid-cols-[8.5rem_minmax(0,1fr)] items-center gap-3 py-0.5 sm:grid-cols-[13rem_minmax(0,1fr)]"
            >
              <span className="text-sm">
                <span className="font-medium">{row.text}</span>
                {row.mentionCount > 1 && <span className="text-ink-muted"> × {row.mentionCount}</span>}
                {row.isDenied && <span className="text-ink-muted"> (denied)</span>}
              </span>
              <Bar row={row} ticks={line.ticks} />
            </li>
          ))}
          <li
            aria-hidden="true"
            className="grid grid-cols-[8.5rem_minmax(0,1fr)] gap-3 sm:grid-cols-[13rem_minmax(0,1fr)]"
          >
            <span />
            <svg width="100%" height="20" className="overflow-visible" role="presentation">
              {line.ticks.map((tick) => (
                <text
                  key={tick.at}
                  x={`${tick.at}%`}
                  y="14"
                  textAnchor="middle"
                  className="fill-ink-muted text-xs"
                >
                  {tick.label}
                </text>
              ))}
            </svg>
          </li>
        </ol>
      )}
      {line.left > 0 && <p className="text-sm text-ink-muted">{line.left} more values are not drawn.</p>}
      {line.vague.length > 0 && (
        <p className="text-sm text-ink-muted">
          Not drawn:{" "}
          {line.vague.map(({ text, count }) => (count > 1 ? `${text} (${count} times)` : text)).join(", ")}.
        </p>
      )}
      {line.rows.length > 0 && (
        <details className="mt-2">
          <summary className="text-sm text-accent">As a table</summary>
          <ValueTable line={line} name={name} pages={pages} />
        </details>
      )}
    </figure>
  );
}

function Bar({ row, ticks }: { row: ValueRow; ticks: NumberLine["ticks"] }) {
  const isPoint = row.from === row.to;
  const colour =
    row.conflicts.length > 0 ? "stroke-danger" : row.isDenied ? "stroke-ink-muted" : "stroke-accent";
  const fill = row.conflicts.length > 0 ? "fill-danger" : row.isDenied ? "fill-ink-muted" : "fill-accent";
  return (
    <svg width="100%" height="24" className="overflow-visible" role="img" aria-label={describe(row)}>
      {ticks.map((tick) => (
        <line key={tick.at} x1={`${tick.at}%`} x2={`${tick.at}%`} y1="0" y2="24" className="stroke-border" />
      ))}
      {!isPoint && (
        <line
          x1={`${row.from}%`}
          x2={`${row.to}%`}
          y1="12"
          y2="12"
          strokeWidth="3"
          strokeDasharray={row.isDenied ? "4 3" : undefined}
          className={colour}
        />
      )}
      {row.low !== null && <circle cx={`${row.from}%`} cy="12" r={isPoint ? 5 : 4} className={fill} />}
      {row.high !== null && !isPoint && <circle cx={`${row.to}%`} cy="12" r="4" className={fill} />}
      {row.high === null && (
        <svg x="100%" y="12" className="overflow-visible" role="presentation">
          <path d="M-9,-6 L1,0 L-9,6 Z" className={fill} />
        </svg>
      )}
      {row.low === null && (
        <svg x="0%" y="12" className="overflow-visible" role="presentation">
          <path d="M9,-6 L-1,0 L9,6 Z" className={fill} />
        </svg>
      )}
    </svg>
  );
}

function ValueTable({
  line,
  name,
  pages,
}: {
  line: NumberLine;
  name: string;
  pages: CardDto["mentionPages"];
}) {
  const list = (rows: readonly number[]) => rows.map((row) => line.rows[row - 1]?.text ?? "").join("; ");
  return (
    <Table caption={name} className="mt-2">
      <TableHead>
        <TableHeadCell>Value</TableHeadCell>
        <TableHeadCell>Of what</TableHeadCell>
        <TableHeadCell isNumeric>From</TableHeadCell>
        <TableHeadCell isNumeric>To</TableHeadCell>
        <TableHeadCell>Conflicts with</TableHeadCell>
        <TableHeadCell>Not comparable with</TableHeadCell>
        <TableHeadCell>Mentions</TableHeadCell>
      </TableHead>
      <TableBody>
        {line.rows.map((row, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows of equal text differ by their place alone
          <TableRow key={`${row.text} ${place}`}>
            <TableCell isRowHead>{row.text}</TableCell>
            <TableCell>{[row.counted, row.asOf].filter(Boolean).join(", ") || "not said"}</TableCell>
            <TableCell isNumeric>{row.low?.toLocaleString("en") ?? "open"}</TableCell>
            <TableCell isNumeric>{row.high?.toLocaleString("en") ?? "open"}</TableCell>
            <TableCell>{list(row.conflicts) || "none"}</TableCell>
            <TableCell>{list(row.incomparable) || "none"}</TableCell>
            <TableCell>
              {row.mentions.map(({ id, number }, index) => (
                <span key={id}>
                  {index > 0 && ", "}
                  <a className="link" href={mentionHref(pages, id)}>
                    {number}
                  </a>
                </span>
              ))}
              {row.mentionCount > row.mentions.length &&
                ` and ${row.mentionCount - row.mentions.length} more`}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function describe(row: ValueRow): string {
  const low = row.low?.toLocaleString("en");
  const high = row.high?.toLocaleString("en");
  const reach =
    low === high
      ? `exactly ${low}`
      : `${low ? `from ${low}` : "no lower end"}, ${high ? `to ${high}` : "no upper end"}`;
  const clash = row.conflicts.length > 0 ? ", in conflict with another value" : "";
  return `${row.text}: ${reach}${clash}`;
}
