"use client";

import { ChevronDown } from "lucide-react";
import type { ReactNode, Ref } from "react";
import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { FormRadioGroup } from "@/components/forms/form-radio-group";
import { FormTextArea } from "@/components/forms/form-text-area";
import { KeyOf } from "@/components/review/review-keys";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";

import { Link } from "@/components/ui/link";
import { Progress } from "@/components/ui/progress";
import { SubmitButton } from "@/components/ui/submit-button";
import { useHydrated } from "@/components/ui/use-hydrated";
import type { ReviewDto, ReviewLayer } from "@/lib/review/schema";

export type ReviewActions = {
  finish: FormAction<unknown>;
  release: FormAction<unknown>;
  giveBack: FormAction<unknown>;
  confirm: FormAction<unknown>;
  sendBack: FormAction<unknown>;
};

/** The top of the adjudication screen: what there is to settle, how far it is, and the ways out of it. */
export function ReviewBar({
  slug,
  articleId,
  title,
  sentence,
  settled,
  total,
  waiting,
  layers,
  signOff,
  actions,
  finishRef,
  onFinish,
}: {
  slug: string;
  articleId: string;
  title: string;
  sentence: string;
  settled: number;
  total: number;
  waiting: number;
  layers: readonly ReviewLayer[];
  signOff: ReviewDto["signOff"];
  actions: ReviewActions;
  finishRef: Ref<HTMLButtonElement>;
  /** Sends the form once every place is settled and saved; says what is open otherwise. */
  onFinish: () => void;
}) {
  // Until then no key is heard, and the sign says so.
  const isReady = useHydrated();
  const ids = (
    <>
      <input type="hidden" name="slug" value={slug} />
      <input type="hidden" name="articleId" value={articleId} />
    </>
  );
  return (
    <header className="flex flex-wrap items-center gap-x-6 gap-y-2 border-b border-border bg-surface px-4 py-2.5">
      <div className="min-w-0 grow basis-72">
        <h1 className="truncate text-base font-semibold" dir="auto">
          <Link href={`/projects/${slug}/articles/${articleId}`} className="hover:underline">
            {title}
          </Link>
        </h1>
        <p className="text-sm text-ink-muted">
          {sentence}
          <span role="status" className="ml-2">
            {waiting > 0 ? "Saving …" : isReady ? "Saved" : "Opening …"}
          </span>
        </p>
      </div>
      <div className="flex items-center gap-3">
        <Progress
          label="Settled"
          isLabelHidden
          value={settled}
          max={Math.max(1, total)}
          className="w-28 max-sm:w-20"
        />
        <span className="tabular text-sm whitespace-nowrap text-ink-muted">
          {settled} of {total}
        </span>
      </div>
      <div className="flex flex-wrap items-start gap-2">
        <ActionForm action={actions.release} label="Put back" className="flex flex-col gap-2">
          {ids}
          <SubmitButton variant="ghost">Put back</SubmitButton>
        </ActionForm>
        {signOff.isSigning ? (
          <SignOffForms
            ids={ids}
            settledBy={signOff.settledBy ?? ""}
            actions={actions}
            finishRef={finishRef}
          />
        ) : (
          <>
            <Dialog
              trigger={
                <Button>
                  Return <ChevronDown />
                </Button>
              }
              title="Return to an annotator"
              description="The article leaves review until it is handed in again. What you settled stays where nothing changes."
            >
              <ActionForm action={actions.giveBack} label="Return to an annotator">
                {ids}
                {layers.length === 1 ? (
                  <input type="hidden" name="layerId" value={layers[0]?.id} />
                ) : (
                  <FormRadioGroup
                    name="layerId"
                    legend="Whose work?"
                    options={layers.map((layer) => ({
                      value: layer.id,
                      label: `${layer.letter} · ${layer.name}`,
                    }))}
                    defaultValue={layers[0]?.id}
                  />
                )}
                <FormTextArea
                  name="comment"
                  label="What should be looked at again?"
                  required
                  maxLength={2000}
                />
                <SubmitButton className="self-end">Return it</SubmitButton>
              </ActionForm>
            </Dialog>
            <ActionForm action={actions.finish} label="Finish" className="flex flex-col items-end gap-2">
              {ids}
              <SubmitButton
                ref={finishRef}
                onClick={(event) => {
                  event.preventDefault();
                  onFinish();
                }}
                variant={settled === total ? "primary" : "secondary"}
                pendingText="Finishing …"
              >
                Finish <KeyOf action="finish" />
              </SubmitButton>
            </ActionForm>
          </>
        )}
      </div>
      {signOff.isSigning && (
        <p className="basis-full text-sm text-ink-muted">
          {signOff.settledBy} settled this. You read it as the second reviewer: confirm it, or return it with
          a comment.
        </p>
      )}
      {signOff.returned && (
        <blockquote className="basis-full border-l-2 border-warning pl-3 text-sm break-words" dir="auto">
          <span className="block text-xs text-ink-muted">{signOff.returned.by} did not confirm it:</span>
          {signOff.returned.comment}
        </blockquote>
      )}
    </header>
  );
}

/** What a second reviewer can do with a settled article. */
function SignOffForms({
  ids,
  settledBy,
  actions,
  finishRef,
}: {
  ids: ReactNode;
  settledBy: string;
  actions: ReviewActions;
  finishRef: Ref<HTMLButtonElement>;
}) {
  return (
    <>
      <Dialog
        trigger={
          <Button>
            Return to {settledBy} <ChevronDown />
          </Button>
        }
        title={`Return to ${settledBy}`}
        description="Every decision stays as it is. The article is theirs again until they have finished it anew."
      >
        <ActionForm action={actions.sendBack} label={`Return to ${settledBy}`}>
          {ids}
          <FormTextArea
            name="comment"
            label="What should be decided otherwise, and why?"
            required
            maxLength={2000}
          />
          <SubmitButton className="self-end">Return it</SubmitButton>
        </ActionForm>
      </Dialog>
      <ActionForm action={actions.confirm} label="Confirm" className="flex flex-col items-end gap-2">
        {ids}
        <SubmitButton ref={finishRef} variant="primary" pendingText="Confirming …">
          Confirm <KeyOf action="finish" />
        </SubmitButton>
      </ActionForm>
    </>
  );
}
