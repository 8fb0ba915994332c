import { PairCell } from "@/components/cards/pair-cell";
import { pairLevels } from "@/components/cards/pair-levels";
import type { FormAction } from "@/components/forms/action-form";
import { Badge } from "@/components/ui/badge";
import { Time } from "@/components/ui/time";
import type { PairDto } from "@/lib/cards/schema";

/** Every pair of origins as a cell of a half table, and below it why the settled ones stand as they do. */
export function PairTable({
  cardId,
  pairs,
  judge,
}: {
  cardId: string;
  pairs: readonly PairDto[];
  judge: FormAction<null> | null;
}) {
  const names = new Map(pairs.flatMap(({ a, b }) => [a, b]).map((one) => [one.id, one.name]));
  const ids = [...names.keys()];
  const find = (one: string, other: string) =>
    pairs.find(({ a, b }) => (a.id === one && b.id === other) || (a.id === other && b.id === one));
  const settled = pairs.filter((pair) => pair.why !== null || pair.judged !== null);
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keyboard */}
      <section className="overflow-x-auto" aria-label="Pairs of origins" tabIndex={0}>
        <table className="border-separate border-spacing-1 text-sm">
          <caption className="sr-only">How the origins depend on each other, each pair a cell</caption>
          <thead>
            <tr>
              <td />
              {ids.slice(0, -1).map((id, at) => (
                <th key={id} scope="col" className="px-1 text-center font-medium text-ink-muted tabular">
                  {at + 1}
                  <span className="sr-only"> {names.get(id)}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {ids.slice(1).map((row, at) => (
              <tr key={row}>
                <th
                  scope="row"
                  className="max-w-44 truncate pr-2 text-left font-normal"
                  title={names.get(row)}
                >
                  <span className="text-ink-muted tabular">{at + 2}</span> {names.get(row)}
                </th>
                {ids.slice(0, at + 1).map((column) => {
                  const pair = find(row, column);
                  return (
                    <td key={column}>{pair && <PairCell cardId={cardId} pair={pair} judge={judge} />}</td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p className="mt-2 text-sm text-ink-muted">
        <span className="tabular">1</span> {names.get(ids[0] ?? "")}.{" "}
        {Object.values(pairLevels)
          .map(({ sign, label }) => `${sign} ${label.toLowerCase()}`)
          .join(", ")}
        .
      </p>
      {settled.length > 0 && (
        <ul className="mt-3 flex flex-col gap-2 border-t border-border pt-3 text-sm">
          {settled.map((pair) => (
            <li key={`${pair.a.id} ${pair.b.id}`}>
              {pair.a.name} and {pair.b.name}{" "}
              <Badge tone={pairLevels[pair.level].tone}>{pairLevels[pair.level].label}</Badge>
              <span className="block text-ink-muted">
                {pair.why}
                {pair.judged && (
                  <>
                    {" "}
                    ({pair.judged.byName}, <Time value={pair.judged.at} format="day" />)
                  </>
                )}
                {pair.overruled && <> This overrules the register: {pair.overruled}.</>}
              </span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
