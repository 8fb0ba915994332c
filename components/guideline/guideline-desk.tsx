"use client";

import { useEffect, useEffectEvent, useState, useTransition } from "react";
import { GuidelineEditor } from "@/components/editor/guideline-editor";
import { PublishDialog } from "@/components/guideline/publish-dialog";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Button } from "@/components/ui/button";
import { ErrorNote } from "@/components/ui/error-note";
import { PageHeader } from "@/components/ui/page-header";
import { StatusDot } from "@/components/ui/status-dot";
import type { ActionResult } from "@/lib/action-result";
import type { AttributeDefinition } from "@/lib/attributes/schema";
import type { GuidelineDraft } from "@/lib/guidelines/schema";

/** The draft of a guideline: written, saved by hand, and published as the next version. */
export function GuidelineDesk({
  slug,
  draft,
  attributes,
  save,
  publish,
}: {
  slug: string;
  draft: GuidelineDraft;
  /** The project's own attributes, as drafted. */
  attributes: readonly AttributeDefinition[];
  save: (input: { slug: string; revision: number; json: string }) => Promise<ActionResult<GuidelineDraft>>;
  publish: (input: {
    slug: string;
    revision: number;
    note: string;
    changed: readonly string[];
  }) => Promise<ActionResult<null>>;
}) {
  const [saved, setSaved] = useState(draft);
  const [content, setContent] = useState<unknown>(draft.content);
  const [isChanged, setIsChanged] = useState(false);
  const [problem, setProblem] = useState<string>();
  const [isSaving, startSaving] = useTransition();

  const warn = useEffectEvent((event: BeforeUnloadEvent) => {
    if (isChanged) event.preventDefault();
  });
  useEffect(() => {
    const listen = (event: BeforeUnloadEvent) => warn(event);
    window.addEventListener("beforeunload", listen);
    return () => window.removeEventListener("beforeunload", listen);
  }, []);

  function saveNow() {
    startSaving(async () => {
      // As text: the editor's nodes have no prototype, and such objects do not cross to a server action.
      const result = await save({ slug, revision: saved.revision, json: JSON.stringify(content) });
      if (!result.ok) return setProblem(Object.values(result.fieldErrors ?? {})[0]?.[0] ?? result.message);
      setProblem(undefined);
      setSaved(result.data);
      setIsChanged(false);
    });
  }
  return (
    <>
      <PageHeader
        title="Guideline, draft"
        lead="Nobody annotates by the draft. Work taken after you publish names the new version; work that has begun keeps its own."
        breadcrumb={<Breadcrumb items={[{ href: `/projects/${slug}/guideline`, label: "Guideline" }]} />}
        meta={
          <span role="status">
            {isChanged ? (
              <StatusDot tone="warning">Not saved</StatusDot>
            ) : saved.isPublished ? (
              <StatusDot tone="success">Saved, the same as the newest version</StatusDot>
            ) : (
              <StatusDot tone="accent">Saved, not published yet</StatusDot>
            )}
          </span>
        }
        actions={
          <>
            <Button isPending={isSaving} disabled={!isChanged} onClick={saveNow}>
              Save draft
            </Button>
            <PublishDialog
              isDisabled={isChanged || saved.isPublished}
              key={saved.revision}
              proposed={saved.changed}
              attributes={attributes}
              onPublish={(note, changed) => publish({ slug, revision: saved.revision, note, changed })}
            />
          </>
        }
      />
      {problem && <ErrorNote title={problem} className="mb-4" />}
      <GuidelineEditor
        content={draft.content}
        attributes={attributes}
        onChange={(next) => {
          setContent(next);
          setIsChanged(true);
        }}
      />
    </>
  );
}
