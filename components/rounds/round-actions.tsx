import type { FormAction } from "@/components/forms/action-form";
import { FormTextInput } from "@/components/forms/form-text-input";
import { type Rater, RaterChecks } from "@/components/rounds/rater-checks";
import { FormDialog } from "@/components/sources/form-dialog";
import { SourcePicker } from "@/components/sources/source-picker";
import type { RoundDto } from "@/lib/ratings/schema";

export type RoundActions = {
  rateInRoundAction: FormAction<null>;
  closeRoundAction: FormAction<null>;
  reopenRoundAction: FormAction<null>;
  extendRoundAction: FormAction<null>;
};

/** What a manager does with a round: extend and close it while it runs, open it again afterwards. */
export function RoundButtons({
  round,
  raters,
  actions,
}: {
  round: RoundDto;
  raters: readonly Rater[];
  actions: RoundActions;
}) {
  const hidden = { roundId: round.id };
  if (round.closedAt)
    return (
      <FormDialog
        title="Open the round again"
        description="Its raters can answer what they left open. Who could see its grades meanwhile is left out of agreement."
        button="Open again…"
        submitLabel="Open again"
        action={actions.reopenRoundAction}
        hidden={hidden}
      >
        {null}
      </FormDialog>
    );
  const free = raters.filter((rater) => !round.progress.some((one) => one.userId === rater.id));
  return (
    <>
      <FormDialog
        title="Extend the round"
        description="Add sources or people, or set another day. What is empty stays as it is."
        button="Extend…"
        submitLabel="Extend"
        action={actions.extendRoundAction}
        hidden={hidden}
      >
        <SourcePicker name="sourceIds" label="More sources" isMultiple />
        <RaterChecks raters={free} legend="More raters" />
        <FormTextInput name="dueOn" type="date" label="Due on" isOptional defaultValue={round.dueOn ?? ""} />
      </FormDialog>
      <FormDialog
        title="Close the round"
        description="Nobody can rate in it until you open it again. What was saved stays."
        button="Close the round…"
        submitLabel="Close"
        action={actions.closeRoundAction}
        hidden={hidden}
      >
        {null}
      </FormDialog>
    </>
  );
}
