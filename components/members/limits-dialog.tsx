"use client";

import { SlidersHorizontal } from "lucide-react";
import { useState } from "react";
import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { FormTextInput } from "@/components/forms/form-text-input";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions, DialogClose } from "@/components/ui/dialog";
import { IconButton } from "@/components/ui/icon-button";
import { SubmitButton } from "@/components/ui/submit-button";
import type { MemberDto } from "@/lib/members/schema";

/** A member's own limits and the languages they read. */
export function LimitsDialog({
  slug,
  member,
  save,
}: {
  slug: string;
  member: MemberDto;
  save: FormAction<null>;
}) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Dialog
      title={`What ${member.name} is given`}
      description="Limits left empty are the project's. Articles assigned by hand come on top of them."
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      trigger={<IconButton label={`Limits and languages of ${member.name}`} icon={<SlidersHorizontal />} />}
    >
      <ActionForm action={save} label="Limits and languages" onSuccess={() => setIsOpen(false)}>
        <input type="hidden" name="slug" value={slug} />
        <input type="hidden" name="userId" value={member.userId} />
        <div className="grid items-start gap-4 sm:grid-cols-2">
          <FormTextInput
            name="mostOpen"
            type="number"
            min={1}
            max={1000}
            label="Most articles in hand"
            defaultValue={member.mostOpen ?? ""}
            isOptional
          />
          <FormTextInput
            name="mostPerWeek"
            type="number"
            min={1}
            max={1000}
            label="Most articles a week"
            defaultValue={member.mostPerWeek ?? ""}
            isOptional
          />
        </div>
        <FormTextInput
          name="languages"
          label="Languages read"
          help="Codes such as en, uk, ru. Empty means every article is offered; articles of unknown language always are."
          defaultValue={member.languages.join(", ")}
          autoComplete="off"
          isOptional
        />
        <DialogActions>
          <DialogClose>
            <Button>Cancel</Button>
          </DialogClose>
          <SubmitButton>Save</SubmitButton>
        </DialogActions>
      </ActionForm>
    </Dialog>
  );
}
