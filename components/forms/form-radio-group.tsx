"use client";

import type { ComponentProps } from "react";
import { useFormField } from "@/components/forms/form-context";
import { RadioGroup } from "@/components/ui/radio-group";

/** A radio group of an ActionForm; its errors come with the form's answer. */
export function FormRadioGroup(props: Omit<ComponentProps<typeof RadioGroup>, "errors" | "id">) {
  const { id, errors } = useFormField(props.name);
  return <RadioGroup {...props} id={id} errors={errors} />;
}
