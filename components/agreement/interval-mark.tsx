/**
 * A number between 0 and 1 as a dot with its interval as a line, on an axis from 0 to 1 with `marks` as ticks; numbers
 * below 0 stand at its beginning. The numbers themselves stand beside it in the table that it belongs to.
 */
export function IntervalMark({
  value,
  low,
  high,
  marks = [],
}: {
  value: number | null;
  low: number | null;
  high: number | null;
  marks?: readonly number[];
}) {
  const at = (number: number) => 6 + 148 * Math.min(1, Math.max(0, number));
  return (
    <svg viewBox="0 0 160 20" width="160" height="20" aria-hidden="true" className="block">
      <line x1="6" x2="154" y1="10" y2="10" className="stroke-border" strokeWidth="1" />
      {[0, 0.5, 1].map((tick) => (
        <line key={tick} x1={at(tick)} x2={at(tick)} y1="7" y2="13" className="stroke-border-strong" />
      ))}
      {marks.map((mark) => (
        <line
          key={mark}
          x1={at(mark)}
          x2={at(mark)}
          y1="2"
          y2="18"
          className="stroke-border-strong"
          strokeDasharray="2 2"
        />
      ))}
      {low !== null && high !== null && (
        <line x1={at(low)} x2={at(high)} y1="10" y2="10" className="stroke-accent" strokeWidth="3" />
      )}
      {value !== null && (
        <circle cx={at(value)} cy="10" r="4.5" className="fill-accent stroke-surface" strokeWidth="1.5" />
      )}
    </svg>
  );
}
