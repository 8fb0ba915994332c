import { Plus, X } from "lucide-react";
import { AttributeSelect } from "@/components/annotate/attribute-select";
import { nameOf } from "@/components/annotate/chains";
import type { Desk } from "@/components/annotate/desk-state";
import { type Mark, shorten, wordsOf } from "@/components/annotate/marks";
import { changed, deleted } from "@/components/annotate/operations";
import { perform } from "@/components/annotate/perform";
import { claimsFor } from "@/components/annotate/rest-actions";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { IconButton } from "@/components/ui/icon-button";
import type { RestsOnDto } from "@/lib/layers/schema";
import { restsOnTypes } from "@/lib/vocabulary";

/** What an attribution rests on: each with how (passed on or analysed) and, where it carries several claims, for which. */
export function RestFields({
  desk,
  mark,
  sourceNames,
}: {
  desk: Desk;
  mark: Mark;
  sourceNames: Readonly<Record<string, string>>;
}) {
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex items-center justify-between">
        <span className="text-sm font-medium">Rests on</span>
        <Button
          size="sm"
          variant="ghost"
          icon={<Plus />}
          disabled={!desk.isEditable}
          onClick={() => perform(desk, ["rest"])}
        >
          Add
        </Button>
      </div>
      {mark.restsOn.map((link) => (
        <Rest
          key={link.id}
          desk={desk}
          mark={mark}
          link={link}
          words={targetWords(desk, link, sourceNames)}
        />
      ))}
    </div>
  );
}

function Rest({ desk, mark, link, words }: { desk: Desk; mark: Mark; link: RestsOnDto; words: string }) {
  const isDisabled = !desk.isEditable;
  const carried = [...new Set(mark.claimLinks.map((one) => one.claimId))];
  return (
    <div className="flex flex-col gap-1.5 rounded-md border border-border p-2">
      <div className="flex items-start gap-2">
        <span className="min-w-0 grow text-sm">{words}</span>
        <IconButton
          label="It does not rest on this"
          size="sm"
          icon={<X />}
          disabled={isDisabled}
          onClick={() => desk.run([deleted(link)])}
        />
      </div>
      <AttributeSelect
        label="How"
        values={restsOnTypes}
        value={link.kind}
        isDisabled={isDisabled}
        onChange={(value) => {
          const kind = restsOnTypes.find((one) => one === value);
          if (kind) desk.run([changed(link, { kind })]);
        }}
      />
      {carried.length > 1 && (
        <fieldset className="flex flex-col gap-1">
          <legend className="mb-1 text-sm text-ink-muted">For which claims</legend>
          {carried.map((id) => {
            const claim = desk.marks.find((one) => one.annotation.id === id)?.annotation;
            const isTicked = link.claimIds.length === 0 || link.claimIds.includes(id);
            const isLast = isTicked && link.claimIds.length === 1;
            return (
              <Checkbox
                key={id}
                label={shorten(claim ? wordsOf(claim, "body") : "", 60)}
                checked={isTicked}
                disabled={isDisabled || isLast}
                onChange={(event) =>
                  desk.run([changed(link, { claimIds: claimsFor(link, carried, id, event.target.checked) })])
                }
              />
            );
          })}
        </fieldset>
      )}
    </div>
  );
}

function targetWords(desk: Desk, link: RestsOnDto, sourceNames: Readonly<Record<string, string>>): string {
  if (link.sourceId) return sourceNames[link.sourceId] ?? "A source of the register";
  const target = desk.marks.find((one) => one.annotation.id === link.targetId);
  if (!target) return link.description ?? "";
  return `${nameOf(target, sourceNames)}: “${shorten(wordsOf(target.annotation, "content"), 60)}”`;
}
