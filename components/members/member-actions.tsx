"use client";

import { UserMinus } from "lucide-react";
import { startTransition, useState } from "react";
import type { FormAction } from "@/components/forms/action-form";
import { reaching } from "@/components/forms/reaching";
import { RoleOptions } from "@/components/members/role-options";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { IconButton } from "@/components/ui/icon-button";
import { Select } from "@/components/ui/select";
import { useToast } from "@/components/ui/toast";
import type { MemberDto } from "@/lib/members/schema";

function formOf(fields: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
}

/** A member's role, changed as soon as another one is chosen, and the button that takes the person out. */
export function MemberActions({
  slug,
  member,
  changeRole,
  remove,
}: {
  slug: string;
  member: MemberDto;
  changeRole: FormAction<null>;
  remove: FormAction<null>;
}) {
  const toast = useToast();
  const [chosen, setChosen] = useState<string>();
  function choose(role: string) {
    setChosen(role);
    startTransition(async () => {
      const result = await reaching(changeRole)(null, formOf({ slug, userId: member.userId, role }));
      setChosen(undefined);
      if (result.ok) toast({ title: result.message ?? "Saved", tone: "success" });
      else toast({ title: "The role was not changed", description: result.message, tone: "danger" });
    });
  }
  async function takeOut(): Promise<string | undefined> {
    const result = await reaching(remove)(null, formOf({ slug, userId: member.userId }));
    return result.ok ? undefined : result.message;
  }
  return (
    <span className="flex items-center gap-1">
      <Select
        aria-label={`Role of ${member.name}`}
        value={chosen ?? member.role}
        disabled={chosen !== undefined}
        onChange={(event) => choose(event.currentTarget.value)}
        className="w-32"
      >
        <RoleOptions />
      </Select>
      <ConfirmDialog
        trigger={<IconButton label={`Remove ${member.name}`} icon={<UserMinus />} />}
        title={`Remove ${member.name}?`}
        description="What the person made stays. An article they had taken is free again when its time runs out."
        confirmLabel="Remove"
        isDanger
        onConfirm={takeOut}
      />
    </span>
  );
}
