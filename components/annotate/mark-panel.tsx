import { History, Pin, Trash2 } from "lucide-react";
import { AttributionFields } from "@/components/annotate/attribution-fields";
import { ChainLines } from "@/components/annotate/chain-lines";
import { ClaimFields } from "@/components/annotate/claim-fields";
import type { Desk } from "@/components/annotate/desk-state";
import { DuplicateFields } from "@/components/annotate/duplicate-fields";
import { askForRule, noteField } from "@/components/annotate/field-rule";
import { LaterMentions } from "@/components/annotate/later-mentions";
import { LinkRows } from "@/components/annotate/link-rows";
import { MarkHistory } from "@/components/annotate/mark-history";
import { MarkPicker } from "@/components/annotate/mark-picker";
import { MarkSentence } from "@/components/annotate/mark-sentence";
import { attributeOf, type Mark } from "@/components/annotate/marks";
import { ObservationForm } from "@/components/annotate/observation-form";
import { setAttribute } from "@/components/annotate/operations";
import { perform } from "@/components/annotate/perform";
import { ProblemSign } from "@/components/annotate/problem-list";
import { RestPicker } from "@/components/annotate/rest-picker";
import { SavedText } from "@/components/annotate/saved-text";
import { SourcePicker } from "@/components/annotate/source-picker";
import { OutsideForm, TwinPicker } from "@/components/annotate/twin-picker";
import { AttributeFields } from "@/components/attributes/attribute-fields";
import { IconButton } from "@/components/ui/icon-button";
import { Kbd } from "@/components/ui/kbd";
import { labelOf } from "@/lib/vocabulary";

/** What the current mark says, with its open fields; or the choice that is open; or how to make a mark. */
export function MarkPanel({
  desk,
  sourceNames,
  onNamed,
}: {
  desk: Desk;
  sourceNames: Readonly<Record<string, string>>;
  onNamed: (id: string, name: string) => void;
}) {
  const { picker } = desk.ui;
  return (
    <div id="current-mark" className="p-4">
      {picker?.type === "twin" && <TwinPicker desk={desk} picker={picker} />}
      {picker?.type === "outside" && <OutsideForm desk={desk} picker={picker} />}
      {picker?.type === "source" && <SourcePicker desk={desk} markId={picker.markId} onNamed={onNamed} />}
      {picker?.type === "later" && <LaterMentions desk={desk} picker={picker} sourceNames={sourceNames} />}
      {picker?.type === "observe" && (
        <ObservationForm desk={desk} picker={picker} sourceNames={sourceNames} onNamed={onNamed} />
      )}
      {(picker?.type === "link" || picker?.type === "nest") && (
        <MarkPicker desk={desk} picker={picker} sourceNames={sourceNames} />
      )}
      {picker?.type === "rest" && (
        <RestPicker
          key={picker.markId}
          desk={desk}
          picker={picker}
          sourceNames={sourceNames}
          onNamed={onNamed}
        />
      )}
      {picker?.type === "history" && (
        <MarkHistory desk={desk} markId={picker.markId} sourceNames={sourceNames} />
      )}
      {!picker && desk.current && <Current desk={desk} mark={desk.current} sourceNames={sourceNames} />}
      {!picker && !desk.current && <Hint desk={desk} />}
    </div>
  );
}

function Current({
  desk,
  mark,
  sourceNames,
}: {
  desk: Desk;
  mark: Mark;
  sourceNames: Readonly<Record<string, string>>;
}) {
  const { annotation } = mark;
  const problems = desk.problems.filter((problem) => problem.markId === annotation.id);
  return (
    <section
      aria-label="Current mark"
      className="flex flex-col gap-3.5"
      onFocus={(event) => noteField(desk, event.target)}
      onKeyDown={(event) => askForRule(desk, event)}
    >
      <div className="flex items-center gap-2">
        <h2 className="grow text-sm font-semibold">{labelOf(annotation.kind)}</h2>
        <IconButton
          label="History of this mark"
          size="sm"
          icon={<History />}
          onClick={() => perform(desk, ["history"])}
        />
        <IconButton
          label="Pin an observation about a source"
          size="sm"
          icon={<Pin />}
          onClick={() => perform(desk, ["pin"])}
        />
        <IconButton
          label="Delete this mark"
          size="sm"
          icon={<Trash2 />}
          disabled={!desk.isEditable}
          onClick={() => perform(desk, ["delete"])}
        />
      </div>
      <MarkSentence mark={mark} marks={desk.marks} sourceNames={sourceNames} />
      <ChainLines desk={desk} mark={mark} sourceNames={sourceNames} />
      {problems.map((problem) => (
        <p key={problem.code} className="flex gap-1.5 text-sm">
          <ProblemSign problem={problem} />
          <span>
            {problem.message}
            {desk.isEditable && problem.code === "no-claim" && (
              <>
                {" "}
                <Kbd>{desk.keyOf("link")}</Kbd> links one.
              </>
            )}
          </span>
        </p>
      ))}
      {annotation.kind === "claim" && <ClaimFields desk={desk} mark={mark} />}
      {annotation.kind === "attribution" && (
        <AttributionFields desk={desk} mark={mark} sourceNames={sourceNames} />
      )}
      {annotation.kind === "duplicate" ? (
        <DuplicateFields desk={desk} mark={mark} />
      ) : (
        <LinkRows desk={desk} mark={mark} />
      )}
      <AttributeFields
        key={`own-${annotation.id}`}
        definitions={desk.view.model.attributes ?? []}
        kind={annotation.kind}
        attributes={annotation.attributes}
        isDisabled={!desk.isEditable}
        onChange={(key, value) => desk.run([setAttribute(annotation, key, value)])}
      />
      <SavedText
        key={annotation.id}
        label="Note"
        value={attributeOf(annotation, "note") ?? ""}
        isDisabled={!desk.isEditable}
        onSave={(note) => desk.run([setAttribute(annotation, "note", note.trim() || undefined)])}
      />
    </section>
  );
}

function Hint({ desk }: { desk: Desk }) {
  if (!desk.isEditable)
    return (
      <p className="text-sm text-ink-muted">For reading now. Press a mark in the text to see what it says.</p>
    );
  const keys = [
    ["claim", "Claim: it asserts something"],
    ["attribution", "Attribution: who said it, and with which word"],
    ["duplicate", "Duplicate: copied or retold from elsewhere"],
  ] as const;
  return (
    <div className="flex flex-col gap-2 text-sm text-ink-muted">
      <p>Draw over some words, or press {desk.keyOf("next-unit")} to go from sentence to sentence. Then:</p>
      <ul className="flex flex-col gap-1.5">
        {keys
          .filter(([kind]) => desk.view.model.kinds.includes(kind))
          .map(([kind, words]) => (
            <li key={kind} className="flex items-center gap-2">
              <Kbd>{desk.keyOf(kind)}</Kbd> {words}
            </li>
          ))}
      </ul>
    </div>
  );
}
