"use client";

import type { ComponentProps, ReactNode } from "react";
import { useFormField } from "@/components/forms/form-context";
import { Field } from "@/components/ui/field";
import { TextArea } from "@/components/ui/text-area";

/** A labelled field of several lines of an ActionForm; its errors come with the form's answer. */
export function FormTextArea({
  name,
  label,
  help,
  isOptional,
  required,
  className,
  ...rest
}: Omit<ComponentProps<"textarea">, "id"> & {
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
      {(control) => <TextArea {...rest} {...control} name={name} />}
    </Field>
  );
}
