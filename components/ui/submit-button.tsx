"use client";

import { useFormStatus } from "react-dom";
import { Button, type ButtonProps } from "@/components/ui/button";

/** The button that sends its form; it shows the wait by itself while the form's action runs. */
export function SubmitButton({
  variant = "primary",
  pendingText,
  children,
  ...rest
}: ButtonProps & { pendingText?: string }) {
  const { pending } = useFormStatus();
  return (
    <Button {...rest} type="submit" variant={variant} isPending={pending}>
      {pending && pendingText ? pendingText : children}
    </Button>
  );
}
