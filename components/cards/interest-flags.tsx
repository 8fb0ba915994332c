import type { FormAction } from "@/components/forms/action-form";
import { FormCheckbox } from "@/components/forms/form-checkbox";
import { FormDialog } from "@/components/sources/form-dialog";
import { Badge } from "@/components/ui/badge";
import { classNames } from "@/components/ui/class-names";
import type { OriginDto } from "@/lib/cards/schema";
import { interestFlags, labelOf, termOf } from "@/lib/vocabulary";

/** What interest an origin has in what the card says, with a dialog to say it where the reader may. */
export function InterestFlags({
  cardId,
  origin,
  setInterests,
}: {
  cardId: string;
  origin: OriginDto;
  setInterests: FormAction<null> | null;
}) {
  if (origin.interests.length === 0 && !setInterests) return null;
  return (
    <span
      className={classNames(
        "mt-1 flex flex-wrap items-center gap-1.5",
        // The words of the button stand under the origin's name.
        origin.interests.length === 0 && "-ml-2.5",
      )}
    >
      {origin.interests.map((flag) => (
        <Badge key={flag} tone="warning" title={termOf(flag).help}>
          {labelOf(flag)}
        </Badge>
      ))}
      {setInterests && (
        <FormDialog
          title={`What interest has ${origin.name} in it?`}
          description="Interests stand beside the origin. They change neither the number nor a grade."
          button="Interests…"
          size="sm"
          variant="ghost"
          submitLabel="Save"
          action={setInterests}
          hidden={{ cardId, sourceId: origin.id }}
        >
          {interestFlags.map((flag) => (
            <FormCheckbox
              key={flag}
              name="flags"
              value={flag}
              label={labelOf(flag)}
              help={`${termOf(flag).help} For example ${termOf(flag).example}.`}
              defaultChecked={origin.interests.includes(flag)}
            />
          ))}
        </FormDialog>
      )}
    </span>
  );
}
