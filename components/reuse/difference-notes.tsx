import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { hasDifferences, type TwinDifferences } from "@/lib/passages/differences";

/** What two passages say differently beyond their wording, a line each; `names` says how the sides are called. */
export function DifferenceNotes({
  differences,
  names = ["the first", "the second"],
}: {
  differences: TwinDifferences;
  names?: readonly [string, string];
}) {
  if (!hasDifferences(differences)) return null;
  const { numbers, names: named, attribution } = differences;
  return (
    <ul aria-label="What differs" className="flex flex-col gap-1 text-sm">
      <Apart what="Numbers" sides={numbers} names={names} />
      <Apart what="Names" sides={named} names={names} />
      {attribution && (
        <Note what="Attribution">
          {attribution.droppedBy === "second" ? names[0] : names[1]} says “<bdi>{attribution.words}</bdi>”,{" "}
          {attribution.droppedBy === "second" ? names[1] : names[0]} does not say where it has it from
        </Note>
      )}
    </ul>
  );
}

function Apart({
  what,
  sides,
  names,
}: {
  what: string;
  sides: { first: string[]; second: string[] };
  names: readonly [string, string];
}) {
  const parts = [
    { words: sides.first, name: names[0] },
    { words: sides.second, name: names[1] },
  ].filter(({ words }) => words.length > 0);
  if (parts.length === 0) return null;
  return (
    <Note what={what}>
      {parts.map(({ words, name }, place) => (
        <span key={name}>
          {place > 0 && "; "}
          only in {name}: <bdi>{words.join(", ")}</bdi>
        </span>
      ))}
    </Note>
  );
}

function Note({ what, children }: { what: string; children: ReactNode }) {
  return (
    <li className="flex gap-1.5">
      <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-warning" />
      <span className="min-w-0">
        <span className="font-medium">{what}:</span> {children}
      </span>
    </li>
  );
}
