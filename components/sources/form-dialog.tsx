"use client";

import { type ReactNode, useState } from "react";
import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { Button, type ButtonProps } from "@/components/ui/button";
import { Dialog, DialogActions, DialogClose } from "@/components/ui/dialog";
import { SubmitButton } from "@/components/ui/submit-button";
import { useToast } from "@/components/ui/toast";

/** A button that opens a form in a dialog; it closes when the form is saved and says so. */
export function FormDialog({
  title,
  description,
  button,
  submitLabel,
  action,
  hidden,
  children,
  ...look
}: Pick<ButtonProps, "variant" | "size" | "icon"> & {
  title: string;
  description?: string;
  button: string;
  submitLabel: string;
  action: FormAction<null>;
  hidden: Readonly<Record<string, string>>;
  children: ReactNode;
}) {
  const [isOpen, setIsOpen] = useState(false);
  const toast = useToast();
  return (
    <Dialog
      title={title}
      description={description}
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      trigger={<Button {...look}>{button}</Button>}
    >
      <ActionForm
        action={action}
        label={title}
        onSuccess={(_data, message) => {
          setIsOpen(false);
          toast({ title: message ?? "Saved.", tone: "success" });
        }}
      >
        {Object.entries(hidden).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        {children}
        <DialogActions>
          <DialogClose>
            <Button>Cancel</Button>
          </DialogClose>
          <SubmitButton>{submitLabel}</SubmitButton>
        </DialogActions>
      </ActionForm>
    </Dialog>
  );
}
