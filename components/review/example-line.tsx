import { KeyOf } from "@/components/review/review-keys";
import type { Desk } from "@/components/review/use-desk";
import { Button } from "@/components/ui/button";
import type { UnitDto } from "@/lib/review/schema";

/** Whether the place is, or will be, an example of the guideline. */
export function ExampleLine({ unit, desk }: { unit: UnitDto; desk: Desk }) {
  const { examples, doings } = desk;
  const added = examples.addedFor(unit.id);
  const pending = examples.pendingFor(unit.id);
  if (!added && !pending)
    return (
      <Button size="sm" variant="ghost" onClick={doings.example}>
        Make it an example <KeyOf action="example" />
      </Button>
    );
  return (
    <p className="flex w-full flex-wrap items-center gap-2 px-2.5 text-sm text-ink-muted">
      {added
        ? `An example under “${examples.wordsOf(added.anchor)}”`
        : `Will be an example under “${examples.wordsOf(pending?.anchor ?? "claim")}”`}
      <Button
        size="sm"
        variant="ghost"
        onClick={() => (added ? void examples.withdraw(unit.id) : examples.forget(unit.id))}
      >
        Take it back
      </Button>
    </p>
  );
}
