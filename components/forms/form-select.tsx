"use client";

import type { ComponentProps, ReactNode } from "react";
import { useFormField } from "@/components/forms/form-context";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";

/** A labelled select of an ActionForm; `children` are its options, its errors come with the form's answer. */
export function FormSelect({
  name,
  label,
  help,
  isOptional,
  required,
  className,
  children,
  ...rest
}: Omit<ComponentProps<"select">, "id"> & {
  name: string;
  label: ReactNode;
  help?: ReactNode;
  isOptional?: boolean;
}) {
  const { id, errors } = useFormField(name);
  return (
    <Field
      id={id}
      label={label}
      help={help}
      errors={errors}
      isRequired={required}
      isOptional={isOptional}
      className={className}
    >
      {(control) => (
        <Select {...rest} {...control} name={name}>
          {children}
        </Select>
      )}
    </Field>
  );
}
