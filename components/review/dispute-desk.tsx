"use client";

import { useState } from "react";
import type { DrawnSegment } from "@/components/editor/drawn-text";
import { StaticText } from "@/components/editor/static-text";
import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { FormSelect } from "@/components/forms/form-select";
import { FormTextArea } from "@/components/forms/form-text-area";
import { MessageList } from "@/components/outcome/message-list";
import { LayerLetter } from "@/components/review/place-fields";
import { Badge } from "@/components/ui/badge";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { RadioGroup } from "@/components/ui/radio-group";
import { SubmitButton } from "@/components/ui/submit-button";
import type { ArticleText } from "@/lib/articles/text-schema";
import { type DisputeCandidate, type DisputePage, disputeLabels } from "@/lib/review/dispute-schema";
import { fieldLabel, fieldsOf, fieldText, type OwnFields } from "@/lib/review/places";
import type { FinalMark } from "@/lib/review/schema";
import { labelOf, reviewReasons, termOf } from "@/lib/vocabulary";

/** A dispute for the reviewer who answers it: the place in its paragraph, who marked what, the thread, the answer. */
export function DisputeDesk({
  dispute,
  text,
  answer,
}: {
  dispute: DisputePage;
  text: ArticleText;
  answer: FormAction<unknown>;
}) {
  const { slug, decision, candidates, messages, state } = dispute;
  const base = `/projects/${slug}/review`;
  return (
    <>
      <PageHeader
        title={dispute.title}
        lead={`A dispute about one ${labelOf(dispute.kind).toLowerCase()} of this finished article.`}
        breadcrumb={
          <Breadcrumb
            items={[
              { href: base, label: "Review" },
              { href: `${base}/disputes`, label: "Disputes" },
            ]}
          />
        }
        meta={<Badge tone={state === "open" ? "warning" : "neutral"}>{disputeLabels[state]}</Badge>}
      />
      <div className="grid gap-8 lg:grid-cols-[minmax(0,1fr)_24rem]">
        <div className="flex min-w-0 flex-col gap-6">
          <Card title="What is final now">
            <FinalWords marks={decision?.marks ?? []} />
            {decision && (
              <p className="mt-2 text-sm text-ink-muted">
                {labelOf(decision.verdict)}
                {decision.reason ? `: ${labelOf(decision.reason).toLowerCase()}` : ""}
                {decision.comment ? `. “${decision.comment}”` : ""}
              </p>
            )}
          </Card>
          <Card title="Who marked what">
            <ul className="flex flex-col gap-4">
              {candidates.map((candidate) => (
                <Candidate key={candidate.layerId} candidate={candidate} own={dispute} />
              ))}
              {candidates.length === 0 && (
                <li className="text-sm text-ink-muted">
                  Nobody marked anything here; the reviewer added it.
                </li>
              )}
            </ul>
          </Card>
          <details>
            <summary className="rounded-sm text-sm text-ink-muted hover:text-ink">The article</summary>
            <div className="mt-3">
              <StaticText
                text={text.text}
                lang={text.lang}
                dir={text.dir}
                segments={segmentsOf(decision?.marks ?? [])}
                blocks={text.blocks.map((block) => ({ ...block, tag: "" }))}
              />
            </div>
          </details>
        </div>
        <section aria-label="The thread" className="flex min-w-0 flex-col gap-4">
          <h2 className="text-base font-semibold">The thread</h2>
          <MessageList messages={messages} />
          {state === "open" && !dispute.isOwn && <AnswerForm slug={slug} dispute={dispute} answer={answer} />}
        </section>
      </div>
    </>
  );
}

function AnswerForm({
  slug,
  dispute,
  answer,
}: {
  slug: string;
  dispute: DisputePage;
  answer: FormAction<unknown>;
}) {
  const [choice, setChoice] = useState("keep");
  const { candidates, decision } = dispute;
  const [kind = "keep", layerId = ""] = choice.split(" ");
  const options = [
    { value: "keep", label: "Keep the decision" },
    ...candidates.map((one) => ({
      value: `take ${one.layerId}`,
      label: `Take ${one.letter}'s${one.isRaiser ? ", as the dispute asks" : ""}`,
    })),
    ...(candidates.length > 1 ? [{ value: "both", label: "Take everybody's" }] : []),
    ...(decision?.verdict === "reject" ? [] : [{ value: "remove", label: "Take it out of the final layer" }]),
  ];
  return (
    <ActionForm action={answer} label="Answer" className="flex flex-col gap-4">
      <input type="hidden" name="slug" value={slug} />
      <input type="hidden" name="disputeId" value={dispute.id} />
      <input type="hidden" name="decision" value={kind} />
      <input type="hidden" name="layerId" value={layerId} />
      <RadioGroup name="choice" legend="Your answer" value={choice} onChange={setChoice} options={options} />
      {kind === "remove" && (
        <FormSelect name="reason" label="Reason" defaultValue="not-a-claim">
          {reviewReasons.map((reason) => (
            <option key={reason} value={reason}>
              {termOf(reason).label}
            </option>
          ))}
        </FormSelect>
      )}
      <FormTextArea name="body" label="Why" rows={4} maxLength={2000} required />
      <SubmitButton className="self-end">{kind === "keep" ? "Keep it" : "Change the decision"}</SubmitButton>
    </ActionForm>
  );
}

function Candidate({ candidate, own }: { candidate: DisputeCandidate; own: OwnFields }) {
  return (
    <li className="flex items-start gap-2 text-sm">
      <LayerLetter letter={candidate.letter} isOn={candidate.isRaiser} />
      <div className="min-w-0 grow">
        <p className="text-ink-muted">
          {candidate.name}
          {candidate.isRaiser && ", who disputes it"}
        </p>
        {candidate.marks.map((mark, at) => (
          <dl key={mark.id} className="mt-1 flex flex-col gap-0.5">
            {fieldsOf([mark]).map((field) => {
              const words = fieldText(mark, candidate.links[at] ?? [], field, own);
              return (
                words && (
                  <div key={field} className="flex gap-2">
                    <dt className="w-24 shrink-0 text-ink-muted">{fieldLabel(field, own)}</dt>
                    <dd className="min-w-0 break-words" dir="auto">
                      {words}
                    </dd>
                  </div>
                )
              );
            })}
          </dl>
        ))}
      </div>
    </li>
  );
}

function FinalWords({ marks }: { marks: readonly FinalMark[] }) {
  if (marks.length === 0) return <p>Nothing: the place is not in the final layer.</p>;
  return (
    <ul className="flex flex-col gap-1">
      {marks.map((mark) => (
        <li key={mark.id} className="break-words" dir="auto">
          {mark.spans
            .filter((span) => span.role === "content" || span.role === "body")
            .map((span) => span.quote)
            .join(" … ")}
        </li>
      ))}
    </ul>
  );
}

function segmentsOf(marks: readonly FinalMark[]): DrawnSegment[] {
  const spans = marks.flatMap((mark) =>
    mark.spans.filter((span) => span.role === "content" || span.role === "body"),
  );
  return spans
    .toSorted((a, b) => a.start - b.start)
    .filter((span, at, all) => at === 0 || span.start >= (all[at - 1]?.end ?? 0))
    .map(({ start, end }) => ({ start, end, ids: ["final"], className: "mark mark-claim" }));
}
