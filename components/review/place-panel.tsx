"use client";

import { Plus } from "lucide-react";
import { BlockLine, BlockPanel, PlaceWarning } from "@/components/review/block-panel";
import { CommentLine } from "@/components/review/comment-line";
import { ExampleLine } from "@/components/review/example-line";
import { LinkChoice, LinkQuestion } from "@/components/review/link-question";
import { MarkEditor } from "@/components/review/mark-editor";
import { PlaceActions, RejectReasons } from "@/components/review/place-actions";
import { PlaceFields } from "@/components/review/place-fields";
import { quoteOf } from "@/components/review/place-list";
import { PlaceRule } from "@/components/review/place-rule";
import { ReviewComments } from "@/components/review/review-comments";
import { KeyOf, KeyOfLayer } from "@/components/review/review-keys";
import type { Desk } from "@/components/review/use-desk";
import { whoseMark } from "@/components/review/whose-mark";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import type { GuidelineExampleDto } from "@/lib/guidelines/example-schema";
import type { GuidelineDocument } from "@/lib/guidelines/schema";
import { fieldLabel, groupLabels, groupOf } from "@/lib/review/places";
import type { ReviewDto, ReviewLayer, UnitDto } from "@/lib/review/schema";
import type { Span } from "@/lib/text/span";
import { labelOf } from "@/lib/vocabulary";

/** The current place: who says what about it, the decisions it allows, and the guideline's rule for what differs. */
export function PlacePanel({
  slug,
  desk,
  review,
  lit,
  lang,
  guideline,
  examples,
}: {
  slug: string;
  desk: Desk;
  review: ReviewDto;
  /** Where a mark begins without a selection. */
  lit: Span;
  lang: string;
  guideline: GuidelineDocument | null;
  examples: readonly GuidelineExampleDto[];
}) {
  const { state, mode, draft, differing, chosen, doings, hint } = desk;
  const { current: unit, order } = state;
  const { layers, marks } = review;
  // A second reviewer reads the decisions and makes none.
  const isReadOnly = review.signOff.isSigning;
  const isPicking = (mode === "fields" || mode === "links") && !desk.linkChoice.isOffered;
  const isChoosing = mode === "whose" || mode === "which";
  const asked = isPicking ? (differing[chosen.length] ?? null) : null;
  const isEditing = (mode === "edit" || mode === "add") && draft !== null;
  const panel = "flex min-h-0 flex-col gap-4 border-border bg-surface p-4 lg:overflow-y-auto lg:border-l";
  if (mode === "block")
    return (
      <aside aria-label="Place" className={panel}>
        <BlockPanel desk={desk} />
      </aside>
    );
  return (
    <aside aria-label="Place" className={panel}>
      {unit && mode !== "add" && (
        <PlaceHead
          unit={unit}
          position={order.indexOf(unit) + 1}
          total={order.length}
          layers={review.layers}
          quote={quoteOf(unit, marks)}
        />
      )}
      {!isEditing && <PlaceWarning desk={desk} />}
      {!unit && !isEditing && (
        <p className="text-sm text-ink-muted">
          Nobody marked anything. Finish it so, or add what all have missed.
        </p>
      )}
      {isEditing && (
        <MarkEditor
          draft={draft}
          index={desk.index}
          lang={lang}
          selection={desk.selection}
          lit={lit}
          kinds={review.kinds}
          attributes={review.attributes}
          isNew={mode === "add"}
          onChange={desk.setDraft}
          onSave={doings.save}
          onCancel={doings.leave}
        />
      )}
      {!isEditing && unit && unit.members.length > 0 && (
        <PlaceFields
          unit={unit}
          layers={layers}
          marks={marks}
          attributes={review.attributes}
          chosen={isPicking ? chosen : null}
          activeField={asked}
        />
      )}
      {!isEditing && asked && mode === "fields" && (
        <AskedField
          field={asked}
          words={fieldLabel(asked, { kind: unit?.kind ?? "", attributes: review.attributes })}
          layers={layers}
          onLinks={desk.links.length > 1 ? doings.links : null}
        />
      )}
      {mode === "links" && <LinkQuestion desk={desk} layers={layers} />}
      {isChoosing && <LinkChoice desk={desk} layers={layers} />}
      {!isEditing && unit && !isReadOnly && mode !== "links" && !isChoosing && (
        <div className="sticky bottom-0 -mx-4 bg-surface px-4 py-2 shadow-[0_-1px_0_var(--border)]">
          {mode === "reject" ? (
            <RejectReasons onReason={doings.rejectFor} onCancel={doings.leave} />
          ) : (
            <PlaceActions
              layers={layers}
              having={desk.having}
              isDecided={unit.decision !== null}
              isMine={unit.members.length === 0}
              isAlike={unit.state === "agreed"}
              canPickFields={differing.length > 0}
              canPickLinks={desk.linkChoice.isOffered}
              doings={doings}
            />
          )}
        </div>
      )}
      {hint && (
        <p role="status" className="text-sm text-warning">
          {hint}
        </p>
      )}
      {unit && !isEditing && isReadOnly && unit.decision?.comment && (
        <p className="rounded-md bg-surface-sunken px-2.5 py-1.5 text-sm break-words" dir="auto">
          {unit.decision.comment}
        </p>
      )}
      <div className="-mx-2.5 flex flex-wrap items-start gap-1 empty:hidden">
        {unit && !isEditing && !isReadOnly && (
          <>
            <CommentLine
              said={unit.decision?.comment ?? null}
              isDecided={unit.decision !== null}
              isWriting={mode === "comment"}
              comment={desk.comment}
              onComment={desk.setComment}
              onKeep={doings.keepComment}
              onOpen={doings.comment}
            />
            <ExampleLine unit={unit} desk={desk} />
          </>
        )}
        {!isEditing && !isReadOnly && (
          <Button size="sm" variant="ghost" icon={<Plus />} onClick={doings.add}>
            Add what all missed <KeyOf action="add" />
          </Button>
        )}
        {!isEditing && <BlockLine desk={desk} mayPrepare={review.mayPrepare && !isReadOnly} />}
        {!isEditing && (
          <ReviewComments
            articleId={review.articleId}
            versionId={review.versionId}
            index={desk.index}
            span={unit?.span ?? null}
          />
        )}
      </div>
      {unit && (
        <PlaceRule
          slug={slug}
          guideline={guideline}
          unit={unit}
          attributes={review.attributes}
          examples={examples}
        />
      )}
    </aside>
  );
}

function PlaceHead({
  unit,
  position,
  total,
  layers,
  quote,
}: {
  unit: UnitDto;
  position: number;
  total: number;
  layers: readonly ReviewLayer[];
  quote: string;
}) {
  const whose = whoseMark(unit, layers);
  return (
    <div>
      <p className="flex flex-wrap items-center gap-2 text-sm text-ink-muted">
        <span className="tabular">
          {position} of {total}
        </span>
        <Badge>{labelOf(unit.kind)}</Badge>
        {unit.decision && (
          <Badge tone={unit.decision.verdict === "reject" ? "danger" : "success"}>
            {labelOf(unit.decision.verdict)}
            {whose && `: ${whose}`}
            {unit.decision.reason ? `: ${labelOf(unit.decision.reason).toLowerCase()}` : ""}
          </Badge>
        )}
      </p>
      <h2 className="mt-1 text-base font-semibold">
        <span role="status">{groupLabels[groupOf(unit)]}</span>
      </h2>
      {/* The keys leave the focus where it is: whoever hears the page is told which place they lead to. */}
      <p role="status" className="sr-only">
        {labelOf(unit.kind)} {position} of {total}: {quote}
      </p>
    </div>
  );
}

/** While fields are taken one by one: which field is asked now, and by which keys it is answered. */
function AskedField({
  field,
  words,
  layers,
  onLinks,
}: {
  field: string;
  words: string;
  layers: readonly ReviewLayer[];
  /** Asks for each link singly; null where there is but one. */
  onLinks: (() => void) | null;
}) {
  return (
    <p role="status" className="text-sm">
      Whose <b>{words.toLowerCase()}</b>? Press{" "}
      {layers.map((layer, index) => (
        <KeyOfLayer key={layer.id} index={index} />
      ))}
      {field === "links" && (
        <>
          , or <KeyOf action="both" /> for everybody's.
          {onLinks && (
            <Button size="sm" className="mt-2 flex" onClick={onLinks}>
              Each link singly <KeyOf action="links" />
            </Button>
          )}
        </>
      )}
    </p>
  );
}
