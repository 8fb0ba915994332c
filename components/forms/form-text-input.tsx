"use client";

import type { ComponentProps, ReactNode } from "react";
import { useFormField } from "@/components/forms/form-context";
import { Field } from "@/components/ui/field";
import { TextInput } from "@/components/ui/text-input";

/** A labelled one-line field of an ActionForm; its errors come with the form's answer. */
export function FormTextInput({
  name,
  label,
  help,
  isOptional,
  required,
  className,
  ...rest
}: Omit<ComponentProps<"input">, "id"> & {
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
      {(control) => <TextInput {...rest} {...control} name={name} />}
    </Field>
  );
}
