import type { FormAction } from "@/components/forms/action-form";
import { FormTextArea } from "@/components/forms/form-text-area";
import { FormDialog } from "@/components/sources/form-dialog";

/** Asks why a proposal is not taken, and refuses it. */
export function RefuseDialog({
  source,
  action,
}: {
  source: { id: string; name: string };
  action: FormAction<null>;
}) {
  return (
    <FormDialog
      title={`Refuse ${source.name}`}
      description="Marks that use it keep it; nobody is offered it any more. Who proposed it reads the reason."
      button="Refuse…"
      size="sm"
      submitLabel="Refuse"
      action={action}
      hidden={{ sourceId: source.id }}
    >
      <FormTextArea name="reason" label="Why it is not taken" required rows={2} />
    </FormDialog>
  );
}
