import { DiffText } from "@/components/reuse/diff-text";
import { DifferenceNotes } from "@/components/reuse/difference-notes";
import { twinDifferences } from "@/lib/passages/differences";
import { diffWords } from "@/lib/text/word-diff";

/** UTF-16 units of a passage above which words are not compared while one annotates. */
const LONGEST = 2_000;

/**
 * A twin's words with what they say instead of those here, word by word, and below it the numbers, names and attribution
 * that only one of both has. Between two languages, or in long passages, the words stand as they are.
 */
export function TwinComparison({
  here,
  twin,
}: {
  here: { text: string; lang: string | null };
  twin: { text: string; lang: string | null };
}) {
  const isForeign = here.lang !== null && twin.lang !== null && here.lang !== twin.lang;
  const isLong = Math.max(here.text.length, twin.text.length) > LONGEST;
  return (
    <>
      <span className="block" dir="auto" lang={twin.lang ?? undefined}>
        {isForeign || isLong ? (
          twin.text
        ) : (
          <DiffText parts={diffWords(here.text, twin.text, twin.lang ?? "und")} />
        )}
      </span>
      <DifferenceNotes differences={twinDifferences(here, twin)} names={["this passage", "the twin"]} />
    </>
  );
}
