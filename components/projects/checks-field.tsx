"use client";

import { useFormField } from "@/components/forms/form-context";
import { Card } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/checkbox";
import { blockableChecks, checkTerms } from "@/lib/checks/schema";

const groups = [
  { severity: "error", title: "It contradicts itself" },
  { severity: "warning", title: "It is unfinished" },
] as const;

/** Which of the things that marks are checked for stop a submission; none of them is a field that may stay empty. */
export function ChecksField({ chosen }: { chosen: readonly string[] }) {
  const { id, errors } = useFormField("blockingChecks");
  return (
    <Card
      title="What stops a submission"
      lead="All of these are listed beside the text. Those ticked have to be settled before an article can be handed in."
    >
      <div id={id} tabIndex={-1} className="grid gap-5 md:grid-cols-2">
        {groups.map((group) => (
          <fieldset key={group.severity} className="flex flex-col gap-2">
            <legend className="mb-1.5 text-sm font-medium">{group.title}</legend>
            {blockableChecks
              .filter((code) => checkTerms[code].severity === group.severity)
              .map((code) => (
                <Checkbox
                  key={code}
                  name="blockingChecks"
                  value={code}
                  defaultChecked={chosen.includes(code)}
                  label={checkTerms[code].label}
                />
              ))}
          </fieldset>
        ))}
      </div>
      {errors.length > 0 && <p className="mt-2 text-sm text-danger">{errors.join(" ")}</p>}
    </Card>
  );
}
