"use client";

import { ListPlus, Plus } from "lucide-react";
import { useEffect, useEffectEvent, useState, useTransition } from "react";
import { AttributeDialog } from "@/components/attributes/attribute-dialog";
import { AttributeList } from "@/components/attributes/attribute-list";
import { AttributePreviewCard } from "@/components/attributes/attribute-preview-card";
import { PublishAttributes } from "@/components/attributes/publish-attributes";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorNote } from "@/components/ui/error-note";
import { PageHeader } from "@/components/ui/page-header";
import { StatusDot } from "@/components/ui/status-dot";
import type { ActionResult } from "@/lib/action-result";
import {
  type AttributeDefinition,
  type AttributeDraft,
  type AttributePreview,
  attributeDefinitions,
  nameOf,
} from "@/lib/attributes/schema";

/** The attributes of a project: defined, put in order, tried, saved as a draft and published as the next version. */
export function AttributesDesk({
  slug,
  draft,
  save,
  preview,
  publish,
}: {
  slug: string;
  draft: AttributeDraft;
  save: (input: { slug: string; revision: number; json: string }) => Promise<ActionResult<AttributeDraft>>;
  preview: (input: { slug: string }) => Promise<ActionResult<AttributePreview>>;
  publish: (input: { slug: string; revision: number; note: string }) => Promise<ActionResult<AttributeDraft>>;
}) {
  const [saved, setSaved] = useState(draft);
  const [definitions, setDefinitions] = useState<readonly AttributeDefinition[]>(draft.definitions);
  const [edited, setEdited] = useState<AttributeDefinition | "new" | null>(null);
  const [problem, setProblem] = useState<string>();
  const [isSaving, startSaving] = useTransition();
  const isChanged = JSON.stringify(definitions) !== JSON.stringify(saved.definitions);
  const published = saved.newest?.definitions ?? [];

  const warn = useEffectEvent((event: BeforeUnloadEvent) => {
    if (isChanged) event.preventDefault();
  });
  useEffect(() => {
    const listen = (event: BeforeUnloadEvent) => warn(event);
    window.addEventListener("beforeunload", listen);
    return () => window.removeEventListener("beforeunload", listen);
  }, []);

  function take(result: ActionResult<AttributeDraft>): string | undefined {
    if (!result.ok) return Object.values(result.fieldErrors ?? {})[0]?.[0] ?? result.message;
    setSaved(result.data);
    setDefinitions(result.data.definitions);
    return undefined;
  }
  function saveNow() {
    const checked = attributeDefinitions.safeParse(definitions);
    if (!checked.success) return setProblem(checked.error.issues[0]?.message);
    startSaving(async () =>
      setProblem(take(await save({ slug, revision: saved.revision, json: JSON.stringify(definitions) }))),
    );
  }
  function put(next: AttributeDefinition) {
    const known = edited !== null && edited !== "new" ? nameOf(edited) : null;
    setDefinitions((now) =>
      known ? now.map((one) => (nameOf(one) === known ? next : one)) : [...now, next],
    );
    setEdited(null);
  }
  const add = (
    <Button icon={<Plus />} onClick={() => setEdited("new")}>
      Add an attribute
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Attributes"
        lead="What this project asks about marks beside the usual fields. Work begun after you publish is asked the new version; work that has begun keeps its own."
        breadcrumb={<Breadcrumb items={[{ href: `/projects/${slug}/settings`, label: "Settings" }]} />}
        meta={<Status isChanged={isChanged} draft={saved} />}
        actions={
          <>
            {definitions.length > 0 && add}
            <Button isPending={isSaving} disabled={!isChanged} onClick={saveNow}>
              Save draft
            </Button>
            <PublishAttributes
              isDisabled={isChanged || saved.isPublished}
              onPreview={() => preview({ slug })}
              onPublish={async (note) => take(await publish({ slug, revision: saved.revision, note }))}
            />
          </>
        }
      />
      {problem && <ErrorNote title={problem} className="mb-4" />}
      {definitions.length === 0 ? (
        <Card>
          <EmptyState icon={<ListPlus />} title="No attribute of your own yet" action={add}>
            Ask what your study needs to know of each claim, attribution or duplicate: a choice, a number, a
            date, some words. It is asked beside the text, reviewed, measured and exported like every other
            field.
          </EmptyState>
        </Card>
      ) : (
        <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
          <AttributeList
            definitions={definitions}
            published={published}
            onChange={setDefinitions}
            onEdit={setEdited}
          />
          <AttributePreviewCard definitions={definitions} />
        </div>
      )}
      {edited !== null && (
        <AttributeDialog
          key={edited === "new" ? "new" : nameOf(edited)}
          kinds={saved.kinds}
          definition={edited === "new" ? null : edited}
          others={definitions.filter((one) => one !== edited)}
          published={
            edited === "new" ? null : (published.find((one) => nameOf(one) === nameOf(edited)) ?? null)
          }
          onDone={put}
          onClose={() => setEdited(null)}
        />
      )}
    </>
  );
}

function Status({ isChanged, draft }: { isChanged: boolean; draft: AttributeDraft }) {
  const version = draft.newest ? `Version ${draft.newest.number} is in use.` : "Nothing is published yet.";
  return (
    <span role="status" className="flex flex-wrap gap-x-3">
      {isChanged ? (
        <StatusDot tone="warning">Not saved</StatusDot>
      ) : draft.isPublished ? (
        <StatusDot tone="success">Saved and published</StatusDot>
      ) : (
        <StatusDot tone="accent">Saved, not published yet</StatusDot>
      )}
      <span>{version}</span>
    </span>
  );
}
