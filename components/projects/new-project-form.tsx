import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { FormRadioGroup } from "@/components/forms/form-radio-group";
import { FormTextInput } from "@/components/forms/form-text-input";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { SubmitButton } from "@/components/ui/submit-button";
import { templateCodes, templateTerms } from "@/lib/projects/schema";

/** Starting a project: its name, what it is about, and the template it begins with. */
export function NewProjectForm({ action }: { action: FormAction<null> }) {
  return (
    <div className="max-w-xl">
      <PageHeader
        title="New project"
        lead="You will be its manager. Everything here can be changed later."
        breadcrumb={<Breadcrumb items={[{ href: "/projects", label: "Projects" }]} />}
      />
      <ActionForm action={action} label="New project" className="flex flex-col gap-5">
        <FormTextInput name="name" label="Name" maxLength={100} required autoComplete="off" />
        <FormTextInput
          name="description"
          label="What it is about"
          help="One line, for the list of projects."
          maxLength={500}
          isOptional
          autoComplete="off"
        />
        <FormRadioGroup
          name="template"
          legend="Template"
          help="Says which kinds of mark are made, and brings a starter guideline that you then make your own."
          defaultValue={templateCodes[0]}
          options={templateCodes.map((code) => ({ value: code, ...templateTerms[code] }))}
        />
        <div className="flex gap-2">
          <SubmitButton pendingText="Starting …">Start the project</SubmitButton>
          <LinkButton href="/projects">Cancel</LinkButton>
        </div>
      </ActionForm>
    </div>
  );
}
