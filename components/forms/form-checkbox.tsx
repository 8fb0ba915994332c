"use client";

import type { ComponentProps, ReactNode } from "react";
import { useFormField } from "@/components/forms/form-context";
import { Checkbox } from "@/components/ui/checkbox";

/** A checkbox of an ActionForm; its errors come with the form's answer. */
export function FormCheckbox({
  name,
  ...rest
}: Omit<ComponentProps<"input">, "type" | "id"> & { name: string; label: ReactNode; help?: ReactNode }) {
  const { id, errors } = useFormField(name);
  const isWrong = errors.length > 0;
  return (
    <div>
      <Checkbox {...rest} name={name} id={id} aria-invalid={isWrong || undefined} />
      {isWrong && <p className="mt-1 ml-6 text-sm text-danger">{errors.join(" ")}</p>}
    </div>
  );
}
