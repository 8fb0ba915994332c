"use client";

import { useEffect, useRef, useState, useTransition } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { ErrorNote } from "@/components/ui/error-note";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { countsInWords, lostInWords } from "@/components/versions/carried-words";
import { counted } from "@/lib/counted";
import type { CarriedItemDto, VersionPreviewDto } from "@/lib/versions/schema";
import { labelOf } from "@/lib/vocabulary";

/** What adding the text would do, nothing of it done yet: every mark that moves or loses its words, and who looks it through. */
export function VersionPreview({
  preview,
  ownId,
  onAdd,
  onBack,
}: {
  preview: VersionPreviewDto;
  ownId: string;
  /** Answers why it did not work. */
  onAdd: (annotatorId: string) => Promise<string | null>;
  onBack: () => void;
}) {
  const { counts, people, refusal, warnings } = preview;
  const [annotatorId, setAnnotatorId] = useState(
    people.find((one) => one.id === ownId)?.id ?? people[0]?.id ?? "",
  );
  const [failure, setFailure] = useState<string | null>(null);
  const [isPending, start] = useTransition();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const words = countsInWords(counts);
  const lost = lostInWords(preview.linksLost);
  const orphaned = preview.items.filter((one) => one.how === "orphaned");
  const moved = preview.items.filter((one) => one.how === "moved");
  const add = () =>
    start(async () => {
      setFailure(await onAdd(annotatorId));
    });
  return (
    <section aria-labelledby="preview-title" className="flex flex-col gap-5">
      <div>
        <h2 id="preview-title" ref={heading} tabIndex={-1} className="text-lg font-semibold outline-none">
          What adding this text does
        </h2>
        <p className="mt-0.5 text-ink-muted">
          Nothing has been changed yet. The text has {preview.length.toLocaleString("en")} characters.
        </p>
      </div>
      {refusal && <ErrorNote title="It cannot be added now.">{refusal.message}</ErrorNote>}
      {warnings.length > 0 && (
        <ErrorNote tone="warning" title="About the text as it was read">
          <ul className="list-disc ps-5">
            {warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        </ErrorNote>
      )}
      {!refusal && (
        <>
          <p className="text-base">
            {words ??
              "Nothing was marked in this article yet: whoever annotates it finds the new text. Nobody has to look anything through."}
          </p>
          {lost.length > 0 && (
            <p className="text-sm text-ink-muted">
              With the words that are gone, {lost.join(", ")} cannot come along yet. Placing a mark again
              brings back what hangs on it, as far as its other end is there.
            </p>
          )}
          <Marks
            title="Lose their words"
            lead="Something inside them changed. Each has to be placed anew, or let go with a reason, before the article can be handed in."
            items={orphaned}
            count={counts.orphaned}
          />
          <Marks
            title="Move with their words"
            lead="The same words stand elsewhere in the new text."
            items={moved}
            count={counts.moved}
          />
          {people.length > 0 && (
            <Field
              label="Who looks it through"
              help="The article is open again, with one place: the marks are there, and review follows as the project does it. Until then what was final stays so."
            >
              {(control) => (
                <Select
                  {...control}
                  value={annotatorId}
                  onChange={(event) => setAnnotatorId(event.currentTarget.value)}
                  className="max-w-md"
                >
                  {people.map((person) => (
                    <option key={person.id} value={person.id}>
                      {person.name}
                      {person.id === ownId ? " (you)" : ""}
                      {person.annotatedBefore ? ", annotated it before" : ""}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
          )}
          <p className="text-sm text-ink-muted">
            A version added by mistake is undone by adding the former text again: its marks are found anew.
          </p>
        </>
      )}
      {failure && <ErrorNote title="It was not added.">{failure}</ErrorNote>}
      <div className="flex flex-wrap gap-2">
        {!refusal && (
          <Button variant="primary" isPending={isPending} onClick={add}>
            Add this version
          </Button>
        )}
        <Button disabled={isPending} onClick={onBack}>
          Back to the text
        </Button>
      </div>
    </section>
  );
}

function Marks({
  title,
  lead,
  items,
  count,
}: {
  title: string;
  lead: string;
  items: readonly CarriedItemDto[];
  count: number;
}) {
  if (count === 0) return null;
  return (
    <div>
      <h3 className="text-base font-medium">
        {title} <span className="tabular font-normal text-ink-muted">{count}</span>
      </h3>
      <p className="mb-2 text-sm text-ink-muted">{lead}</p>
      <ul className="divide-y divide-border border-y border-border">
        {items.map((item) => (
          <li key={item.id} className="grid gap-x-3 gap-y-0.5 py-2 text-sm md:grid-cols-[6rem_minmax(0,1fr)]">
            <span>
              <Badge>{labelOf(item.kind)}</Badge>
            </span>
            <div className="min-w-0 break-words" dir="auto">
              <p>“{item.quote}”</p>
              {item.near && (
                <p className="text-ink-muted">
                  There stands now: <span className="text-ink">“{item.near.text}”</span>
                </p>
              )}
              {item.how === "orphaned" && !item.near && (
                <p className="text-ink-muted">Nothing stands in its place.</p>
              )}
            </div>
          </li>
        ))}
      </ul>
      {items.length < count && (
        <p className="mt-1.5 text-sm text-ink-muted">
          And {counted(count - items.length, "other")}, which stand in the list once the text is added.
        </p>
      )}
    </div>
  );
}
