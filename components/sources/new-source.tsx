import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { FormCheckbox } from "@/components/forms/form-checkbox";
import { SourceFields } from "@/components/sources/source-fields";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { PageHeader } from "@/components/ui/page-header";
import { SubmitButton } from "@/components/ui/submit-button";

/** The form for a new source, or for proposing one. */
export function NewSource({
  isProposal,
  project,
  action,
}: {
  isProposal: boolean;
  /** The project whose bar stays, by its name in addresses; null for the installation's register. */
  project: string | null;
  action: FormAction<null>;
}) {
  return (
    <div className="max-w-xl">
      <PageHeader
        breadcrumb={
          <Breadcrumb
            items={[{ href: project ? `/projects/${project}/sources` : "/sources", label: "Sources" }]}
          />
        }
        title={isProposal ? "Propose a source" : "New source"}
        lead={
          isProposal
            ? "Only you see your proposal until a reviewer registers it. You can use it in your own work at once."
            : "Search the register first: another name of a source it has belongs there as an alias."
        }
      />
      <ActionForm action={action} label={isProposal ? "Propose a source" : "New source"}>
        {project && <input type="hidden" name="project" value={project} />}
        <SourceFields />
        <FormCheckbox
          name="isDistinct"
          label="It is somebody else than those that look alike"
          help="Tick this where the register asks whether it has them already."
        />
        <div>
          <SubmitButton>{isProposal ? "Propose" : "Add"}</SubmitButton>
        </div>
      </ActionForm>
    </div>
  );
}
