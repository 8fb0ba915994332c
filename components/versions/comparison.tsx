"use client";

import { UnfoldVertical } from "lucide-react";
import { useState } from "react";
import { DiffText } from "@/components/reuse/diff-text";
import { Button } from "@/components/ui/button";
import { counted } from "@/lib/counted";
import type { ComparedStretch } from "@/lib/reanchoring/paragraph-diff";
import type { DiffPart } from "@/lib/text/word-diff";

/** Changed stretches drawn before one asks for more: a text changed throughout would fill hundreds of screens. */
const AT_ONCE = 60;

/** UTF-16 units of a changed place from which on only its beginnings are drawn. */
const LONG = 8_000;

/** What is drawn of `ComparedStretch`. */
export type DrawnStretch =
  | Extract<ComparedStretch, { type: "same" }>
  | Pick<Extract<ComparedStretch, { type: "changed" }>, "type" | "parts">;

/**
 * Two texts of an article as one: words taken out struck through, words put in lit, unchanged paragraphs folded away but
 * for those next to a change.
 */
export function Comparison({
  stretches,
  lang,
  dir,
}: {
  stretches: readonly DrawnStretch[];
  lang: string | null;
  dir: "ltr" | "rtl";
}) {
  const [most, setMost] = useState(AT_ONCE);
  const changed = stretches.filter((one) => one.type === "changed").length;
  const last = stretches.findIndex(
    (one, place) => one.type === "changed" && countChanged(stretches, place) === most,
  );
  const drawn = last < 0 ? stretches : stretches.slice(0, last + 1);
  return (
    <div>
      <p className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-1 text-sm text-ink-muted">
        <span>{changed === 0 ? "Not a character differs." : `${counted(changed, "place")} changed.`}</span>
        {changed > 0 && (
          <span>
            <DiffText parts={[{ type: "removed", text: "taken out" }]} />{" "}
            <DiffText parts={[{ type: "added", text: "put in" }]} />
          </span>
        )}
      </p>
      <div lang={lang ?? undefined} dir={dir} className="max-w-[68ch] font-serif text-read">
        {drawn.map((stretch, place) =>
          stretch.type === "changed" ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: stretches never move
            <Changed key={place} parts={stretch.parts} />
          ) : (
            <Unchanged
              // biome-ignore lint/suspicious/noArrayIndexKey: stretches never move
              key={place}
              paragraphs={stretch.paragraphs}
              hasBefore={place > 0}
              hasAfter={place < stretches.length - 1}
            />
          ),
        )}
      </div>
      {last >= 0 && last < stretches.length - 1 && (
        <div className="mt-4 flex items-center gap-3">
          <Button onClick={() => setMost(most + AT_ONCE)}>Show more</Button>
          <span className="text-sm text-ink-muted">
            {most} of {changed} changed places are shown.
          </span>
        </div>
      )}
    </div>
  );
}

/** A place that changed; one of many pages is drawn as far as one reads before deciding to read all of it. */
function Changed({ parts }: { parts: readonly DiffPart[] }) {
  const [isWhole, setIsWhole] = useState(false);
  const length = parts.reduce((sum, part) => sum + part.text.length, 0);
  const isLong = length > LONG && !isWhole;
  return (
    <>
      <p className="my-3 border-s-2 border-accent ps-3 break-words whitespace-pre-wrap">
        <DiffText parts={withoutLines(isLong ? beginningsOf(parts) : parts)} />
        {isLong && " …"}
      </p>
      {isLong && (
        <div className="my-2 flex flex-wrap items-center gap-3 font-sans text-sm" dir="ltr" lang="en">
          <Button size="sm" onClick={() => setIsWhole(true)}>
            Show all of this place
          </Button>
          <span className="text-ink-muted">
            {length.toLocaleString("en")} characters, the beginning of each part is shown.
          </span>
        </div>
      )}
    </>
  );
}

/** As much of each part as lets one see what it is: the first of what was taken out, and of what was put in. */
function beginningsOf(parts: readonly DiffPart[]): DiffPart[] {
  let left = LONG;
  return parts.flatMap((part) => {
    const text = part.text.slice(0, Math.min(left, LONG / 2));
    left -= text.length;
    return text === "" ? [] : [{ ...part, text: text.toWellFormed() }];
  });
}

function countChanged(stretches: readonly DrawnStretch[], upTo: number): number {
  return stretches.slice(0, upTo + 1).filter((one) => one.type === "changed").length;
}

/** Paragraphs that did not change: the ones next to a change are there to read on, the rest opens at a press. */
function Unchanged({
  paragraphs,
  hasBefore,
  hasAfter,
}: {
  paragraphs: readonly string[];
  hasBefore: boolean;
  hasAfter: boolean;
}) {
  const [isOpen, setIsOpen] = useState(false);
  const head = hasBefore ? 1 : 0;
  const tail = hasAfter ? 1 : 0;
  const folded = paragraphs.length - head - tail;
  if (isOpen || folded < 3) return <Paragraphs texts={paragraphs} />;
  return (
    <>
      <Paragraphs texts={paragraphs.slice(0, head)} />
      <div className="my-2 font-sans text-sm" dir="ltr" lang="en">
        <Button size="sm" variant="ghost" icon={<UnfoldVertical />} onClick={() => setIsOpen(true)}>
          {counted(folded, "paragraph")} unchanged
        </Button>
      </div>
      <Paragraphs texts={paragraphs.slice(paragraphs.length - tail)} />
    </>
  );
}

/** Line ends at the borders of changes stand outside them, and none at the end: an empty line cannot be seen to be put in. */
function withoutLines(parts: readonly DiffPart[]): DiffPart[] {
  const apart = parts.flatMap((part): DiffPart[] => {
    const [, head = "", words = "", tail = ""] = /^(\n*)([\s\S]*?)(\n*)$/.exec(part.text) ?? [];
    const line = (text: string): DiffPart[] => (text === "" ? [] : [{ type: "same", text }]);
    if (part.type === "same") return [part];
    return [...line(head), ...(words === "" ? [] : [{ ...part, text: words }]), ...line(tail)];
  });
  return apart.map((part, place) =>
    place === apart.length - 1 ? { ...part, text: part.text.trimEnd() } : part,
  );
}

function Paragraphs({ texts }: { texts: readonly string[] }) {
  const text = texts.join("").trimEnd();
  return text === "" ? null : (
    <p className="my-3 ps-3.5 break-words whitespace-pre-wrap text-ink-muted">{text}</p>
  );
}
