import { useMemo } from "react";
import type { Beside } from "@/components/annotate/twin-beside";
import { type TwinLine, twinLines } from "@/components/annotate/twin-lines";
import { blockOfLine, blocksNear } from "@/components/editor/drawn-text";
import { DiffText } from "@/components/reuse/diff-text";
import type { TwinText } from "@/lib/passages/schema";
import { indexCodePoints, sliceCodePoints } from "@/lib/text/code-points";
import { diffWords } from "@/lib/text/word-diff";

/** UTF-16 units of a passage above which words are not compared. */
const LONGEST = 4_000;

/** The whole text of a twin's article, its passage with what it says instead of `here`, word by word. */
export function TwinArticle({
  twin,
  spans,
  here,
  lang,
}: {
  twin: TwinText;
  spans: Beside["spans"];
  here: string;
  lang: string | null;
}) {
  const lines = useMemo(() => {
    const there = passageOf(twin, spans);
    const isCompared =
      spans.length === 1 &&
      !isOtherLanguage(lang, twin.lang) &&
      Math.max(here.length, there.length) <= LONGEST;
    return twinLines(twin.text, spans, isCompared ? diffWords(here, there, twin.lang ?? "und") : null);
  }, [twin, spans, here, lang]);
  const blocks = useMemo(() => twin.blocks.map((block) => ({ ...block, tag: "" })), [twin.blocks]);
  const first = lines.findIndex(isMarked);
  return (
    <div className="mx-auto max-w-[68ch] px-6 pt-8 pb-[80vh] max-md:px-4">
      <div className="article-text" lang={twin.lang ?? undefined} dir={twin.dir}>
        {lines.map((line, place) => (
          <p key={line.start} className={blockOfLine(line, blocksNear(line, blocks)).className}>
            {line.pieces.length === 0 && <br />}
            <Line line={line} isFirst={place === first} />
          </p>
        ))}
      </div>
    </div>
  );
}

function isMarked({ pieces }: TwinLine): boolean {
  return pieces.some(({ type }) => type !== "plain");
}

/** A paragraph: the passage in it stands in one frame, so that it is found at a glance. */
function Line({ line, isFirst }: { line: TwinLine; isFirst: boolean }) {
  const groups: { isPassage: boolean; pieces: TwinLine["pieces"] }[] = [];
  for (const piece of line.pieces) {
    const isPassage = piece.type !== "plain";
    const last = groups.at(-1);
    if (last?.isPassage === isPassage) last.pieces.push(piece);
    else groups.push({ isPassage, pieces: [piece] });
  }
  const start = groups.findIndex(({ isPassage }) => isPassage);
  return groups.map(({ isPassage, pieces }, place) =>
    isPassage ? (
      <mark
        // biome-ignore lint/suspicious/noArrayIndexKey: pieces never move
        key={place}
        data-passage={(isFirst && place === start) || undefined}
        className="mark mark-duplicate bg-transparent text-inherit"
      >
        <DiffText parts={pieces.flatMap(({ type, text }) => (type === "plain" ? [] : [{ type, text }]))} />
      </mark>
    ) : (
      pieces.map(({ text }) => text).join("")
    ),
  );
}

/** The words of a twin's passage, its spans joined. */
export function passageOf({ text }: TwinText, spans: Beside["spans"]): string {
  const index = indexCodePoints(text);
  return spans.map((span) => sliceCodePoints(index, span)).join(" … ");
}

/** Whether two texts are known to be in different languages, so that their words are not compared. */
export function isOtherLanguage(a: string | null, b: string | null): boolean {
  return a !== null && b !== null && a !== b;
}
