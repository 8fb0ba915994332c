"use client";

import { useRef, useState } from "react";
import { flushSync } from "react-dom";
import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { FormRadioGroup } from "@/components/forms/form-radio-group";
import { FormTextArea } from "@/components/forms/form-text-area";
import { FormTextInput } from "@/components/forms/form-text-input";
import { reaching } from "@/components/forms/reaching";
import { FileDrop } from "@/components/ui/file-drop";
import { LinkButton } from "@/components/ui/link-button";
import { SubmitButton } from "@/components/ui/submit-button";
import { VersionPreview } from "@/components/versions/version-preview";
import type { DraftOfBatch } from "@/lib/imports/schema";
import type { VersionPreviewDto } from "@/lib/versions/schema";
import { versionChanges, versionChangeTerms } from "@/lib/vocabulary";

type Seen = { preview: VersionPreviewDto; form: FormData };

/** The new text of an article, what it would do, and adding it: what is added is the very form that was looked at. */
export function AddVersionForm({
  articleId,
  ownId,
  initialText,
  waiting,
  backHref,
  look,
  add,
}: {
  articleId: string;
  ownId: string;
  initialText: string;
  /** The article in an import that `initialText` is of: unchanged, it brings its bytes. */
  waiting: DraftOfBatch;
  backHref: string;
  look: FormAction<VersionPreviewDto>;
  add: FormAction<null>;
}) {
  const sent = useRef<FormData>(null);
  const text = useRef<HTMLTextAreaElement>(null);
  const [seen, setSeen] = useState<Seen | null>(null);
  const lookAt: FormAction<VersionPreviewDto> = (previous, form) => {
    sent.current = form;
    return look(previous, form);
  };
  async function send(annotatorId: string): Promise<string | null> {
    if (!seen) return null;
    seen.form.set("annotatorId", annotatorId);
    const result = await reaching(add)(null, seen.form);
    return result.ok ? null : result.message;
  }
  function goBack() {
    // The button goes with the preview; a hidden field takes no focus.
    flushSync(() => setSeen(null));
    text.current?.focus();
  }
  return (
    <>
      <ActionForm
        action={lookAt}
        label="New text"
        onSuccess={(preview) => sent.current && setSeen({ preview, form: sent.current })}
      >
        <div hidden={seen !== null} className="flex flex-col gap-5">
          <input type="hidden" name="articleId" value={articleId} />
          {Object.entries(waiting).map(
            ([name, value]) => value && <input key={name} type="hidden" name={name} value={value} />,
          )}
          <FormTextArea
            ref={text}
            name="text"
            label="The new text"
            help="The whole of it, with headline, standfirst and captions; a blank line between paragraphs."
            rows={12}
            defaultValue={initialText}
            className="[&_textarea]:max-h-[60dvh]"
          />
          <FileDrop
            name="file"
            label="Or choose a file: .txt or .html"
            help="It is read as an import reads it, and goes before what is pasted."
            accept=".txt,.html,.htm"
          />
          <FormRadioGroup
            name="change"
            legend="What kind of change is it?"
            isRequired
            options={versionChanges.map((code) => ({
              value: code,
              label: versionChangeTerms[code].label,
              help: versionChangeTerms[code].help,
            }))}
          />
          <FormTextArea
            name="note"
            label="Note"
            help="What its publisher says of the change, or what you noticed."
            rows={2}
            maxLength={2_000}
            isOptional
          />
          <FormTextInput
            name="changedAt"
            label="When its publisher changed it"
            help="As the page gives it: 2026-03-01, 2026-03-01T08:30, or with its zone 2026-03-01T08:30+02:00. Without a zone none is guessed."
            autoComplete="off"
            isOptional
          />
          <div className="flex flex-wrap items-center gap-2">
            <SubmitButton pendingText="Looking">See what it does</SubmitButton>
            <LinkButton href={backHref}>Cancel</LinkButton>
            <span className="text-sm text-ink-muted">
              You see every mark that is touched before anything is.
            </span>
          </div>
        </div>
      </ActionForm>
      {seen && <VersionPreview preview={seen.preview} ownId={ownId} onAdd={send} onBack={goBack} />}
    </>
  );
}
