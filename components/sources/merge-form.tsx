import { GitMerge } from "lucide-react";
import type { FormAction } from "@/components/forms/action-form";
import { FormTextArea } from "@/components/forms/form-text-area";
import { FormDialog } from "@/components/sources/form-dialog";
import { SourcePicker } from "@/components/sources/source-picker";

/** Asks which source stands for this one from now on, and why. */
export function MergeForm({
  source,
  action,
  size,
}: {
  source: { id: string; name: string };
  action: FormAction<null>;
  size?: "sm";
}) {
  return (
    <FormDialog
      title={`Merge ${source.name} into another source`}
      description="Nothing is moved: the other source stands for this one everywhere until you un-merge."
      button="Merge…"
      size={size}
      icon={<GitMerge />}
      submitLabel="Merge"
      action={action}
      hidden={{ sourceId: source.id }}
    >
      <SourcePicker name="intoId" label="The source that stays" exceptId={source.id} />
      <FormTextArea name="reason" label="Why they are one" required rows={2} />
    </FormDialog>
  );
}
