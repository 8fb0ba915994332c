import { chainsOf } from "@/components/annotate/chains";
import type { Desk } from "@/components/annotate/desk-state";
import { marksById } from "@/components/annotate/mark-lookup";
import type { Mark } from "@/components/annotate/marks";
import { selectMark } from "@/components/annotate/move-actions";

const ends = {
  named: "",
  unresolved: "nobody of the register yet",
  unnamed: "no name at the end, so no origin",
} as const;

/** The ways from an attribution to its roots, as "the outlet ← the deputy's letter ← media reports"; nothing for one alone. */
export function ChainLines({
  desk,
  mark,
  sourceNames,
}: {
  desk: Desk;
  mark: Mark;
  sourceNames: Readonly<Record<string, string>>;
}) {
  const chains = chainsOf(mark, desk.marks, sourceNames).filter((chain) => chain.steps.length > 1);
  if (chains.length === 0) return null;
  return (
    <ul aria-label="Way to the origin" className="flex flex-col gap-1 text-sm">
      {chains.map((chain) => (
        <li key={chain.steps.map((step) => step.markId ?? step.words).join(" ")} className="leading-relaxed">
          {chain.steps.map((step, place) => {
            const other = step.markId ? marksById(desk.marks).get(step.markId) : undefined;
            const isOwn = step.markId === mark.annotation.id;
            return (
              <span key={step.markId ?? step.words}>
                {place > 0 && <span className="text-ink-muted"> ← </span>}
                {other && !isOwn ? (
                  <button type="button" className="link text-left" onClick={() => selectMark(desk, other)}>
                    {step.words}
                  </button>
                ) : (
                  <span className={isOwn ? "font-medium" : undefined}>{step.words}</span>
                )}
              </span>
            );
          })}
          {ends[chain.end] && <span className="text-ink-muted"> ({ends[chain.end]})</span>}
        </li>
      ))}
    </ul>
  );
}
