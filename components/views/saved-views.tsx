"use client";

import { Bookmark, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { FormCheckbox } from "@/components/forms/form-checkbox";
import { FormTextInput } from "@/components/forms/form-text-input";
import { reaching } from "@/components/forms/reaching";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Link } from "@/components/ui/link";
import { Popover } from "@/components/ui/popover";
import { SubmitButton } from "@/components/ui/submit-button";
import { useToast } from "@/components/ui/toast";
import type { SavedViewDto, ViewPlace } from "@/lib/views/schema";

export type ViewActions = {
  save: FormAction<{ id: string; query: string }>;
  remove: FormAction<{ id: string }>;
};

/** The saved filters of a list, and the form that saves those in use now; a manager may share them. */
export function SavedViews({
  slug,
  place,
  base,
  query,
  views,
  mayShare,
  actions,
}: {
  slug: string;
  place: ViewPlace;
  base: string;
  query: string;
  views: readonly SavedViewDto[];
  mayShare: boolean;
  actions: ViewActions;
}) {
  const router = useRouter();
  const toast = useToast();
  return (
    <Popover
      label="Saved filters"
      align="end"
      trigger={
        <Button icon={<Bookmark />}>Saved filters{views.length > 0 ? ` (${views.length})` : ""}</Button>
      }
    >
      <div className="flex w-72 max-w-full flex-col gap-4">
        {views.length === 0 ? (
          <p className="text-sm text-ink-muted">
            None yet. Choose filters and an order, then save them here under a name.
          </p>
        ) : (
          <ul className="flex flex-col">
            {views.map((view) => (
              <li key={view.id} className="flex items-center gap-1">
                <Link
                  href={view.query ? `${base}?${view.query}` : base}
                  className="flex min-w-0 grow items-center gap-2 rounded-sm px-2 py-1.5 text-base hover:bg-surface-hover"
                >
                  <span className="truncate">{view.name}</span>
                  {view.isShared && <Badge title={view.isOwn ? undefined : `By ${view.owner}`}>Shared</Badge>}
                </Link>
                {(view.isOwn || mayShare) && <RemoveView slug={slug} view={view} remove={actions.remove} />}
              </li>
            ))}
          </ul>
        )}
        <ActionForm
          action={actions.save}
          label="Save these filters"
          className="flex flex-col gap-3 border-t border-border pt-3"
          onSuccess={() => {
            toast({ title: "Saved.", tone: "success" });
            router.refresh();
          }}
        >
          <input type="hidden" name="slug" value={slug} />
          <input type="hidden" name="place" value={place} />
          <input type="hidden" name="query" value={query} />
          <FormTextInput name="name" label="Save these filters as" maxLength={80} autoComplete="off" />
          {mayShare && <FormCheckbox name="isShared" label="For everybody in the project" />}
          <SubmitButton size="sm" variant="secondary">
            Save
          </SubmitButton>
        </ActionForm>
      </div>
    </Popover>
  );
}

function RemoveView({
  slug,
  view,
  remove,
}: {
  slug: string;
  view: SavedViewDto;
  remove: ViewActions["remove"];
}) {
  const router = useRouter();
  const toast = useToast();
  const [isPending, startTransition] = useTransition();
  function take() {
    startTransition(async () => {
      const data = new FormData();
      data.set("slug", slug);
      data.set("id", view.id);
      const answer = await reaching(remove)(null, data);
      if (answer.ok) router.refresh();
      else toast({ title: answer.message, tone: "danger" });
    });
  }
  return (
    <IconButton
      label={`Remove “${view.name}”`}
      icon={<Trash2 />}
      size="sm"
      disabled={isPending}
      onClick={take}
    />
  );
}
