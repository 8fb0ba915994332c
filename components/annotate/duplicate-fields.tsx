import { X } from "lucide-react";
import { AttributeSelect } from "@/components/annotate/attribute-select";
import type { Desk } from "@/components/annotate/desk-state";
import type { Mark } from "@/components/annotate/marks";
import { changed, deleted } from "@/components/annotate/operations";
import { perform } from "@/components/annotate/perform";
import { SavedText } from "@/components/annotate/saved-text";
import { closeBeside, quoteOf, showTwin } from "@/components/annotate/twin-beside";
import { TwinComparison } from "@/components/annotate/twin-comparison";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { IconButton } from "@/components/ui/icon-button";
import { Link } from "@/components/ui/link";
import { isSamePassage } from "@/lib/corroboration/reuse";
import type { ReuseLinkDto } from "@/lib/layers/schema";
import type { Family } from "@/lib/reuse/schema";
import { labelOf, reuseDegrees, reuseDirections, reuseLosses } from "@/lib/vocabulary";

/** The twins of a duplicate: where each is, how close, which way it went, and what was lost. */
export function DuplicateFields({ desk, mark }: { desk: Desk; mark: Mark }) {
  return (
    <>
      {familiesOf(desk, mark).map(({ href }) => (
        <Link key={href} href={href} className="link text-sm">
          See its family tree
        </Link>
      ))}
      {mark.reuse.map((link) => (
        <TwinFields key={link.id} desk={desk} link={link} here={quoteOf(mark)} />
      ))}
      <div className="flex gap-2">
        <Button size="sm" disabled={!desk.isEditable} onClick={() => perform(desk, ["duplicate"])}>
          {mark.reuse.length > 0 ? "Another twin" : "Find its twin"}
        </Button>
        <Button
          size="sm"
          variant="ghost"
          disabled={!desk.isEditable}
          onClick={() => perform(desk, ["outside"])}
        >
          Twin outside
        </Button>
      </div>
    </>
  );
}

/** The family trees that hold this mark's passage: the one that each covers at least half of the other. */
function familiesOf(desk: Desk, { annotation }: Mark): Family[] {
  const own = desk.families.filter((family) => isSamePassage(annotation.spans, family.spans));
  return [...new Map(own.map((family) => [family.href, family])).values()];
}

function TwinFields({ desk, link, here }: { desk: Desk; link: ReuseLinkDto; here: string }) {
  const isDisabled = !desk.isEditable;
  const { passage } = link;
  const isBeside = desk.ui.besideId === link.id;
  const title = passage.versionId ? desk.twinTitles[passage.versionId] : undefined;
  const where =
    passage.url ??
    (passage.versionId === desk.article.versionId ? "In this article" : (title ?? "In another article"));
  return (
    <div className="flex flex-col gap-2.5 rounded-md border border-border p-2.5">
      <div className="flex items-start gap-2">
        <div className="min-w-0 grow">
          {passage.url ? (
            <a
              href={passage.url}
              rel="noreferrer noopener"
              target="_blank"
              dir="auto"
              className="link block truncate text-sm"
            >
              {passage.url}
            </a>
          ) : (
            <span dir="auto" className="block text-sm break-words text-ink-muted">
              {where}
            </span>
          )}
          {!isBeside && (
            <div className="text-sm">
              <TwinComparison
                here={{ text: here, lang: desk.lang }}
                twin={{
                  text: passage.quote,
                  lang: passage.versionId === desk.article.versionId ? desk.lang : null,
                }}
              />
            </div>
          )}
          {passage.versionId && (
            <Button
              size="sm"
              className="mt-2"
              aria-pressed={isBeside}
              onClick={() => (isBeside ? closeBeside(desk) : showTwin(desk, link.id))}
            >
              {isBeside ? "Close the twin" : "Read it beside the text"}
            </Button>
          )}
        </div>
        <IconButton
          label="Not this twin"
          size="sm"
          icon={<X />}
          disabled={isDisabled}
          onClick={() => desk.run([deleted(link)])}
        />
      </div>
      <AttributeSelect
        label="How close"
        rule="degree"
        values={reuseDegrees}
        value={link.degree}
        isDisabled={isDisabled}
        onChange={(value) => {
          const degree = reuseDegrees.find((one) => one === value);
          if (degree) desk.run([changed(link, { degree })]);
        }}
      />
      <AttributeSelect
        label="Which way"
        rule="direction"
        values={reuseDirections}
        value={link.direction}
        isDisabled={isDisabled}
        onChange={(value) => {
          const direction = reuseDirections.find((one) => one === value);
          if (direction) desk.run([changed(link, { direction })]);
        }}
      />
      {link.direction !== "unknown" && (
        <SavedText
          label="What tells it (time, credit)"
          value={link.evidence ?? ""}
          isDisabled={isDisabled}
          onSave={(evidence) => desk.run([changed(link, { evidence: evidence.trim() || null })])}
        />
      )}
      <fieldset className="flex flex-col gap-1">
        <legend className="mb-1 text-sm font-medium">What was lost</legend>
        {reuseLosses.map((code) => (
          <Checkbox
            key={code}
            label={labelOf(code)}
            checked={link.lost.includes(code)}
            disabled={isDisabled}
            onChange={(event) => {
              const lost = reuseLosses.filter((one) =>
                one === code ? event.target.checked : link.lost.includes(one),
              );
              desk.run([changed(link, { lost })]);
            }}
          />
        ))}
      </fieldset>
    </div>
  );
}
