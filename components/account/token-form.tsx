"use client";

import { useState } from "react";
import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { useFormField } from "@/components/forms/form-context";
import { FormSelect } from "@/components/forms/form-select";
import { FormTextInput } from "@/components/forms/form-text-input";
import { Checkbox } from "@/components/ui/checkbox";
import { CopyField } from "@/components/ui/copy-field";
import { ErrorNote } from "@/components/ui/error-note";
import { SubmitButton } from "@/components/ui/submit-button";
import { Time } from "@/components/ui/time";
import { type CreatedToken, scopeTerms, tokenDays, tokenScopes } from "@/lib/tokens/schema";

/** Makes a token for a program; its secret is shown here, this once. */
export function TokenForm({
  projects,
  action,
}: {
  projects: readonly { slug: string; name: string }[];
  action: FormAction<CreatedToken>;
}) {
  const [made, setMade] = useState<CreatedToken>();
  return (
    <div className="flex flex-col gap-4">
      <ActionForm action={action} label="Make a token" resetOnSuccess onSuccess={setMade}>
        <FormTextInput
          name="name"
          label="What it is for"
          help="Such as the program that uses it."
          autoComplete="off"
          required
        />
        <ScopesField />
        <div className="grid gap-3 sm:grid-cols-2">
          <FormSelect name="project" label="Project" defaultValue="">
            <option value="">All that I work in</option>
            {projects.map((project) => (
              <option key={project.slug} value={project.slug}>
                {project.name}
              </option>
            ))}
          </FormSelect>
          <FormTextInput
            name="days"
            type="number"
            label="Days it is good for"
            min={1}
            max={tokenDays.most}
            defaultValue={tokenDays.usual}
          />
        </div>
        <div>
          <SubmitButton>Make a token</SubmitButton>
        </div>
      </ActionForm>
      {made && (
        <ErrorNote
          key={made.token.id}
          tone="info"
          title="Copy the token now: it is not kept and cannot be shown again."
        >
          <CopyField label="Token" value={made.secret} className="mt-2" />
          <p className="mt-2 text-sm text-ink-muted">
            It is good until <Time value={made.token.expiresAt} format="datetime" />.
          </p>
        </ErrorNote>
      )}
    </div>
  );
}

function ScopesField() {
  const { id, errors } = useFormField("scopes");
  return (
    <fieldset
      id={id}
      tabIndex={-1}
      aria-describedby={errors.length > 0 ? `${id}-error` : undefined}
      className="flex flex-col gap-2"
    >
      <legend className="mb-1.5 text-sm font-medium">What it may do</legend>
      <div className="grid gap-2 sm:grid-cols-2">
        {tokenScopes.map((scope) => (
          <Checkbox
            key={scope}
            name="scopes"
            value={scope}
            defaultChecked={scope === "read"}
            label={scopeTerms[scope].label}
            help={scopeTerms[scope].help}
          />
        ))}
      </div>
      {errors.length > 0 && (
        <p id={`${id}-error`} className="text-sm text-danger">
          {errors.join(" ")}
        </p>
      )}
    </fieldset>
  );
}
