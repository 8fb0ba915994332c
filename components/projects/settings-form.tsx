"use client";

import { History, ListPlus, Sparkles } from "lucide-react";
import { useRef, useState } from "react";
import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { FormCheckbox } from "@/components/forms/form-checkbox";
import { FormRadioGroup } from "@/components/forms/form-radio-group";
import { FormSelect } from "@/components/forms/form-select";
import { FormTextInput } from "@/components/forms/form-text-input";
import { reaching } from "@/components/forms/reaching";
import { ChecksField } from "@/components/projects/checks-field";
import { DistributionFields } from "@/components/projects/distribution-fields";
import { KindsField } from "@/components/projects/kinds-field";
import { SettingsPreviewDialog } from "@/components/projects/settings-preview-dialog";
import { Card } from "@/components/ui/card";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { SubmitButton } from "@/components/ui/submit-button";
import { useToast } from "@/components/ui/toast";
import type { ActionResult } from "@/lib/action-result";
import { type ProjectSettings, type SettingsPreview, truthScaleTerms } from "@/lib/projects/schema";
import { suggestionViews, suggestionViewTerms } from "@/lib/suggestions/schema";
import { layerModes, reviewPolicies, termOf, truthScales } from "@/lib/vocabulary";

function options(codes: readonly string[]) {
  return codes.map((code) => ({ value: code, label: termOf(code).label, help: termOf(code).help }));
}

/**
 * A project's settings. Saving asks first what the change does to articles that are there: where it does something,
 * a dialog says so and saves; where it does nothing, it is saved at once.
 */
export function SettingsForm({
  settings,
  preview,
  save,
}: {
  settings: ProjectSettings;
  preview: FormAction<SettingsPreview>;
  save: FormAction<ProjectSettings>;
}) {
  const form = useRef<FormData>(null);
  const [asked, setAsked] = useState<SettingsPreview>();
  const toast = useToast();

  /** The form's own action: a preview, and the saving too where nothing needs to be asked. */
  async function submit(
    previous: ActionResult<SettingsPreview> | null,
    data: FormData,
  ): Promise<ActionResult<SettingsPreview>> {
    form.current = data;
    const shown = await preview(previous, data);
    if (!shown.ok || shown.data.touchesArticles) return shown;
    const saved = await reaching(save)(null, data);
    if (!saved.ok) return saved;
    toast({ title: "Settings saved", tone: "success" });
    return { ok: true, data: shown.data };
  }
  async function confirm(): Promise<string | undefined> {
    if (!form.current) return undefined;
    const saved = await reaching(save)(null, form.current);
    if (!saved.ok) return saved.message;
    setAsked(undefined);
    toast({ title: "Settings saved", tone: "success" });
    return undefined;
  }
  return (
    <div className="max-w-2xl">
      <PageHeader
        title="Settings"
        lead="What a change does to articles that are there already is shown before it is saved."
        actions={
          <>
            <LinkButton href={`/projects/${settings.slug}/attributes`} icon={<ListPlus />}>
              Attributes
            </LinkButton>
            <LinkButton href={`/projects/${settings.slug}/suggestions`} icon={<Sparkles />}>
              Suggestions
            </LinkButton>
            <LinkButton href={`/projects/${settings.slug}/history`} icon={<History />}>
              History
            </LinkButton>
          </>
        }
      />
      <ActionForm
        action={submit}
        label="Settings"
        className="flex flex-col gap-6"
        onSuccess={(data) => {
          if (data.touchesArticles) setAsked(data);
        }}
      >
        <input type="hidden" name="slug" value={settings.slug} />
        <input type="hidden" name="revision" value={settings.revision} />
        <Card title="Project">
          <div className="flex flex-col gap-4">
            <FormTextInput
              name="name"
              label="Name"
              defaultValue={settings.name}
              required
              autoComplete="off"
            />
            <FormTextInput
              name="description"
              label="What it is about"
              defaultValue={settings.description}
              isOptional
              autoComplete="off"
            />
          </div>
        </Card>
        <Card title="Annotating">
          <div className="flex flex-col gap-5">
            <KindsField chosen={settings.kinds} />
            <div className="grid gap-4 md:grid-cols-2">
              <FormTextInput
                name="annotatorsPerArticle"
                type="number"
                min={1}
                max={20}
                label="Annotators per article"
                help="One is normal. Two or more measure agreement."
                defaultValue={settings.annotatorsPerArticle}
              />
              <FormTextInput
                name="leaseMinutes"
                type="number"
                min={15}
                max={20_160}
                label="Minutes for an article"
                help="An article taken and left untouched for so long is free again."
                defaultValue={settings.leaseMinutes}
              />
            </div>
            <FormRadioGroup
              name="layerMode"
              legend="How annotators work"
              defaultValue={settings.layerMode}
              options={options(layerModes)}
            />
          </div>
        </Card>
        <DistributionFields settings={settings} />
        <Card title="Review">
          <div className="flex flex-col gap-5">
            <FormRadioGroup
              name="reviewPolicy"
              legend="What is reviewed"
              defaultValue={settings.reviewPolicy}
              options={options(reviewPolicies)}
            />
            <FormTextInput
              name="samplePercent"
              type="number"
              min={1}
              max={100}
              label="Size of the sample, in per cent"
              help="Counts only where a sample is reviewed."
              defaultValue={settings.samplePercent}
              className="max-w-56"
            />
            <FormCheckbox
              name="hideNames"
              label="Hide annotators' names from reviewers"
              help="They read “Annotator A, B …” instead; managers always see names."
              defaultChecked={settings.hideNames}
            />
            <FormCheckbox
              name="needsSignOff"
              label="A second reviewer signs off"
              help="What one reviewer has settled is final once another confirms it. It takes two reviewers who did not annotate the article."
              defaultChecked={settings.needsSignOff}
            />
            <FormCheckbox
              name="showsOthersAfter"
              label="Annotators see each other's marks in the feedback"
              help="Once an article is finished. Otherwise they see their own and the final ones."
              defaultChecked={settings.showsOthersAfter}
            />
          </div>
        </Card>
        <Card title="Suggestions">
          <FormSelect
            name="showSuggestions"
            label="Annotators see what programs suggest"
            help="Suggestions are nobody's work until somebody accepts them. Calibration and gold articles never show any."
            defaultValue={settings.showSuggestions}
            className="max-w-80"
          >
            {suggestionViews.map((code) => (
              <option key={code} value={code}>
                {suggestionViewTerms[code]}
              </option>
            ))}
          </FormSelect>
        </Card>
        <ChecksField chosen={settings.blockingChecks} />
        <Card title="Claim cards">
          <FormSelect
            name="truthScale"
            label="How a claim's truth is graded"
            help="Asked apart from how far its sources can be relied on."
            defaultValue={settings.truthScale}
            className="max-w-80"
          >
            {truthScales.map((code) => (
              <option key={code} value={code}>
                {truthScaleTerms[code]}
              </option>
            ))}
          </FormSelect>
        </Card>
        <div>
          <SubmitButton pendingText="Looking …">Save settings</SubmitButton>
        </div>
      </ActionForm>
      {asked && (
        <SettingsPreviewDialog preview={asked} onConfirm={confirm} onClose={() => setAsked(undefined)} />
      )}
    </div>
  );
}
