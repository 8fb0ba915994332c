import { Check, TriangleAlert, X } from "lucide-react";
import { useEffect, useRef } from "react";
import { KeyOf } from "@/components/review/review-keys";
import { scrollInPane } from "@/components/review/scroll-in-pane";
import { Button } from "@/components/ui/button";
import { groupLabels, groupOf, placeGroups } from "@/lib/review/places";
import type { ReviewMark, UnitDto } from "@/lib/review/schema";
import { labelOf } from "@/lib/vocabulary";

/** The places to settle, grouped by what is in conflict; what is decided carries its sign. */
export function PlaceList({
  order,
  currentId,
  marks,
  warnings,
  isReadOnly,
  onSelect,
  onTakeAgreed,
}: {
  order: readonly UnitDto[];
  currentId: string | null;
  marks: readonly ReviewMark[];
  /** What is odd about places, by the unit's id. */
  warnings: ReadonlyMap<string, string>;
  isReadOnly: boolean;
  onSelect: (unitId: string) => void;
  onTakeAgreed: () => void;
}) {
  const list = useRef<HTMLElement>(null);
  const current = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const row = current.current;
    if (!currentId || !row) return;
    scrollInPane(row, 0.3, false);
    // Who stands in the list while keys lead through it must not be left behind on a row that Enter would go back to.
    if (list.current?.contains(document.activeElement)) row.focus({ preventScroll: true });
  }, [currentId]);
  const groups = placeGroups
    .map((group) => ({ group, units: order.filter((unit) => groupOf(unit) === group) }))
    .filter(({ units }) => units.length > 0);
  return (
    <nav ref={list} aria-label="Places" className="flex flex-col gap-4 py-4">
      {groups.map(({ group, units }) => {
        const left = units.filter((unit) => unit.decision === null).length;
        return (
          <section key={group} aria-label={groupLabels[group]}>
            <h2 className="flex items-center justify-between gap-2 px-4 pb-1 text-xs font-medium text-ink-muted">
              {groupLabels[group]}
              <span className="tabular">{left === 0 ? "settled" : `${left} of ${units.length}`}</span>
            </h2>
            <ul>
              {units.map((unit) => (
                <li key={unit.id}>
                  <button
                    ref={unit.id === currentId ? current : undefined}
                    type="button"
                    aria-current={unit.id === currentId || undefined}
                    onClick={() => onSelect(unit.id)}
                    className="flex w-full items-center gap-2 border-l-2 border-transparent px-4 py-1 text-left text-sm text-ink hover:bg-surface-hover focus-visible:-outline-offset-2 aria-[current]:border-accent aria-[current]:bg-accent-soft"
                  >
                    <DecisionSign unit={unit} />
                    <span className={unit.decision ? "truncate text-ink-muted" : "truncate"}>
                      {quoteOf(unit, marks)}
                    </span>
                    {warnings.has(unit.id) && (
                      <TriangleAlert
                        role="img"
                        aria-label={warnings.get(unit.id)}
                        className="ml-auto size-3.5 shrink-0 text-warning"
                      />
                    )}
                  </button>
                </li>
              ))}
            </ul>
            {group === "agreed" && left > 0 && !isReadOnly && (
              <div className="px-4 pt-2">
                <Button size="sm" className="w-full" onClick={onTakeAgreed}>
                  Take all agreed <KeyOf action="agreed" />
                </Button>
              </div>
            )}
          </section>
        );
      })}
    </nav>
  );
}

function DecisionSign({ unit }: { unit: UnitDto }) {
  const verdict = unit.decision?.verdict;
  if (!verdict)
    return (
      <span
        role="img"
        aria-label="Open"
        className="size-2 shrink-0 rounded-full border-2 border-warning max-lg:size-2.5"
      />
    );
  const Icon = verdict === "reject" ? X : Check;
  return (
    <Icon
      aria-label={labelOf(verdict)}
      className={`-mx-0.5 size-3 shrink-0 ${verdict === "reject" ? "text-danger" : "text-success"}`}
    />
  );
}

/** The words by which a place is known: what its first mark says there. */
export function quoteOf(unit: UnitDto, marks: readonly ReviewMark[]): string {
  const mark = marks.find((one) => one.id === unit.members[0]?.annotationId) ?? unit.decision?.marks[0];
  const own = (mark?.spans ?? []).filter((span) => span.role === "content" || span.role === "body");
  return own.map((span) => span.quote).join(" … ") || labelOf(unit.kind);
}
