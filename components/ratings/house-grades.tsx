import { Time } from "@/components/ui/time";
import type { HouseGradeDto } from "@/lib/ratings/schema";
import { labelOf } from "@/lib/vocabulary";

/** A role and its topic as a sentence names them. */
export function scopeName({ role, topic }: { role: string; topic: string }): string {
  return topic ? `${labelOf(role).toLowerCase()}, on ${topic}` : labelOf(role).toLowerCase();
}

/** The house's decisions: for each role and topic the one that holds, the ratings it rests on, and the earlier ones. */
export function HouseGrades({
  grades,
  folded,
}: {
  grades: readonly HouseGradeDto[];
  folded: readonly { role: string; topic: string }[];
}) {
  const scopes = new Map<string, HouseGradeDto[]>();
  for (const grade of grades) {
    const key = JSON.stringify([grade.role, grade.topic]);
    scopes.set(key, [...(scopes.get(key) ?? []), grade]);
  }
  return (
    <>
      {[...scopes.values()].map(([present, ...earlier]) =>
        present ? (
          <section key={present.id} className="flex flex-col gap-2">
            <Decision grade={present} isPresent />
            {earlier.length > 0 && (
              <details>
                <summary className="text-sm text-ink-muted">
                  {earlier.length === 1 ? "One earlier decision" : `${earlier.length} earlier decisions`}
                </summary>
                <div className="mt-2 flex flex-col gap-3">
                  {earlier.map((grade) => (
                    <Decision key={grade.id} grade={grade} isPresent={false} />
                  ))}
                </div>
              </details>
            )}
          </section>
        ) : null,
      )}
      {folded.length > 0 && (
        <p className="text-sm text-ink-muted">
          There is a house grade ({folded.map(scopeName).join("; ")}). It shows once you have saved your own
          rating.
        </p>
      )}
    </>
  );
}

function Decision({ grade, isPresent }: { grade: HouseGradeDto; isPresent: boolean }) {
  const unseen = grade.ratingCount - grade.restsOn.length;
  const named = grade.restsOn.map((one) => `${one.grade} by ${one.raterName}`);
  if (unseen > 0) named.push(`${unseen} ${unseen === 1 ? "rating" : "ratings"} that you do not see`);
  return (
    <div className="flex gap-3">
      <span
        className={
          isPresent
            ? "flex size-7 shrink-0 items-center justify-center rounded-md border border-accent bg-accent-soft font-semibold text-accent"
            : "flex size-7 shrink-0 items-center justify-center rounded-md border border-border font-semibold text-ink-muted"
        }
      >
        {grade.grade}
      </span>
      <div className="min-w-0 text-base">
        <p>
          <span className="font-medium">House grade, {scopeName(grade)}.</span> {grade.rationale}
        </p>
        <p className="text-sm text-ink-muted">
          {grade.decidedByName}, <Time value={grade.createdAt} format="day" />, resting on {named.join(", ")}
        </p>
      </div>
    </div>
  );
}
