"use client";

import { Plus } from "lucide-react";
import { GuidelineView } from "@/components/guideline/guideline-view";
import { type Draft, MarkEditor } from "@/components/review/mark-editor";
import { PlaceActions, type PlaceDoings, RejectReasons } from "@/components/review/place-actions";
import { PlaceFields } from "@/components/review/place-fields";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Kbd } from "@/components/ui/kbd";
import { TextArea } from "@/components/ui/text-area";
import {
  type GuidelineAnchor,
  type GuidelineDocument,
  guidelineAnchors,
  sectionOf,
} from "@/lib/guidelines/schema";
import { fieldLabel, groupLabels, groupOf } from "@/lib/review/places";
import type { ReviewLayer, ReviewMark, UnitDto } from "@/lib/review/schema";
import type { CodePointIndex } from "@/lib/text/code-points";
import type { Span } from "@/lib/text/span";
import { labelOf, type reviewReasons } from "@/lib/vocabulary";

export type PanelMode = "idle" | "reject" | "fields" | "edit" | "add" | "comment" | "agreed";

/** The current place: who says what about it, the decisions it allows, and the guideline's rule for what differs. */
export function PlacePanel({
  unit,
  isReadOnly,
  position,
  total,
  layers,
  marks,
  having,
  differing,
  mode,
  chosen,
  hint,
  comment,
  draft,
  editor,
  guideline,
  doings,
  onDraft,
  onSave,
  onReason,
  onComment,
  onKeepComment,
  onOpenComment,
  onAdd,
  onRest,
}: {
  unit: UnitDto | null;
  /** A second reviewer reads the decisions and makes none. */
  isReadOnly: boolean;
  position: number;
  total: number;
  layers: readonly ReviewLayer[];
  marks: readonly ReviewMark[];
  having: readonly number[];
  differing: readonly string[];
  mode: PanelMode;
  chosen: readonly number[];
  hint: string | null;
  comment: string;
  draft: Draft | null;
  editor: {
    index: CodePointIndex;
    lang: string;
    selection: Span | null;
    lit: Span;
    kinds: readonly string[];
  };
  guideline: GuidelineDocument | null;
  doings: PlaceDoings;
  onDraft: (draft: Draft) => void;
  onSave: () => void;
  onReason: (reason: (typeof reviewReasons)[number]) => void;
  onComment: (comment: string) => void;
  onKeepComment: () => void;
  onOpenComment: () => void;
  onAdd: () => void;
  onRest: () => void;
}) {
  const asked = mode === "fields" ? (differing[chosen.length] ?? null) : null;
  const isEditing = (mode === "edit" || mode === "add") && draft !== null;
  return (
    <aside
      aria-label="Place"
      className="flex min-h-0 flex-col gap-4 border-border bg-surface p-4 lg:overflow-y-auto lg:border-l"
    >
      {unit && mode !== "add" && (
        <div>
          <p className="flex flex-wrap items-center gap-2 text-sm text-ink-muted">
            <span className="tabular">
              {position} of {total}
            </span>
            <Badge>{labelOf(unit.kind)}</Badge>
            {unit.decision && (
              <Badge tone={unit.decision.verdict === "reject" ? "danger" : "success"}>
                {labelOf(unit.decision.verdict)}
                {unit.decision.reason ? `: ${labelOf(unit.decision.reason).toLowerCase()}` : ""}
              </Badge>
            )}
          </p>
          <h2 className="mt-1 text-base font-semibold">
            <span role="status">{groupLabels[groupOf(unit)]}</span>
          </h2>
        </div>
      )}
      {!unit && !isEditing && (
        <p className="text-sm text-ink-muted">
          Nobody marked anything. Finish it so, or add what all have missed.
        </p>
      )}
      {isEditing ? (
        <MarkEditor
          draft={draft}
          {...editor}
          isNew={mode === "add"}
          onChange={onDraft}
          onSave={onSave}
          onCancel={onRest}
        />
      ) : (
        unit && (
          <>
            {unit.members.length > 0 && (
              <PlaceFields
                unit={unit}
                layers={layers}
                marks={marks}
                chosen={mode === "fields" ? chosen : null}
                activeField={asked}
              />
            )}
            {asked && (
              <p role="status" className="text-sm">
                Whose <b>{fieldLabel(asked).toLowerCase()}</b>? Press{" "}
                {layers.map((layer, index) => (
                  <Kbd key={layer.id}>{index < 2 ? layer.letter.toLowerCase() : String(index + 1)}</Kbd>
                ))}
              </p>
            )}
            {!isReadOnly && (
              <div className="sticky bottom-0 -mx-4 bg-surface px-4 py-2 shadow-[0_-1px_0_var(--border)]">
                {mode === "reject" ? (
                  <RejectReasons onReason={onReason} onCancel={onRest} />
                ) : (
                  <PlaceActions
                    layers={layers}
                    having={having}
                    isDecided={unit.decision !== null}
                    isMine={unit.members.length === 0}
                    isAlike={unit.state === "agreed"}
                    canPickFields={differing.length > 0}
                    doings={doings}
                  />
                )}
              </div>
            )}
          </>
        )
      )}
      {hint && (
        <p role="status" className="text-sm text-warning">
          {hint}
        </p>
      )}
      {isReadOnly && unit?.decision?.comment && (
        <p className="rounded-md bg-surface-sunken px-2.5 py-1.5 text-sm break-words" dir="auto">
          {unit.decision.comment}
        </p>
      )}
      {!isEditing && unit && !isReadOnly && (
        <CommentLine {...{ unit, mode, comment, onComment, onKeepComment, onOpenComment }} />
      )}
      {!isEditing && !isReadOnly && (
        <Button size="sm" variant="ghost" className="self-start" icon={<Plus />} onClick={onAdd}>
          Add what all missed <Kbd>+</Kbd>
        </Button>
      )}
      {unit && guideline && <Rule guideline={guideline} unit={unit} />}
    </aside>
  );
}

function CommentLine({
  unit,
  mode,
  comment,
  onComment,
  onKeepComment,
  onOpenComment,
}: {
  unit: UnitDto;
  mode: PanelMode;
  comment: string;
  onComment: (comment: string) => void;
  onKeepComment: () => void;
  onOpenComment: () => void;
}) {
  const shown = comment || unit.decision?.comment;
  if (mode !== "comment")
    return (
      <div className="flex items-start gap-2 text-sm">
        {shown && (
          <p className="min-w-0 grow rounded-md bg-surface-sunken px-2.5 py-1.5 break-words" dir="auto">
            {shown}
          </p>
        )}
        <Button size="sm" variant="ghost" onClick={onOpenComment}>
          {shown ? "Change" : "Comment"} <Kbd>c</Kbd>
        </Button>
      </div>
    );
  return (
    <div className="flex flex-col gap-2">
      <Field
        label="Comment for the annotators"
        help={unit.decision ? undefined : "It goes with your next decision about this place."}
      >
        {(control) => (
          <TextArea
            {...control}
            autoFocus
            rows={3}
            maxLength={2000}
            value={comment}
            onChange={(event) => onComment(event.target.value)}
          />
        )}
      </Field>
      <Button size="sm" className="self-end" onClick={onKeepComment}>
        Keep <Kbd>Ctrl ↵</Kbd>
      </Button>
    </div>
  );
}

/** The guideline's rule for the first field that differs, else for the kind of mark. */
function Rule({ guideline, unit }: { guideline: GuidelineDocument; unit: UnitDto }) {
  const wanted = [...unit.differences.map((field) => field.replace(/^\w+\./, "")), unit.kind];
  const anchors = wanted.flatMap((name): GuidelineAnchor[] =>
    guidelineAnchors.filter((anchor) => anchor === name),
  );
  const content = anchors.map((anchor) => sectionOf(guideline, anchor)).find((section) => section.length > 0);
  if (!content) return null;
  return (
    <section
      aria-label="The guideline's rule"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: on narrow screens it scrolls, so the keyboard must reach it
      tabIndex={0}
      className="place-rule mt-2 border-t border-border pt-4 text-ink-muted max-lg:max-h-56 max-lg:overflow-y-auto"
    >
      <GuidelineView document={{ content }} />
    </section>
  );
}
