import { DiffText } from "@/components/reuse/diff-text";
import { DifferenceNotes } from "@/components/reuse/difference-notes";
import { spanHref } from "@/components/reuse/words";
import { Link } from "@/components/ui/link";
import { Time } from "@/components/ui/time";
import { AROUND, type PairDto, type PairSide } from "@/lib/pairs/schema";
import { twinDifferences } from "@/lib/passages/differences";
import { type DiffPart, diffWords } from "@/lib/text/word-diff";

/** UTF-16 units of a passage above which words are not compared. */
const LONGEST = 4_000;

/** Both passages of a pair beside each other (below each other where it is narrow), with what differs. */
export function PairSides({ slug, pair }: { slug: string; pair: PairDto }) {
  const { first, second } = pair;
  const isForeign = first.lang !== null && second.lang !== null && first.lang !== second.lang;
  const isLong = Math.max(first.quote.length, second.quote.length) > LONGEST;
  const parts = isForeign || isLong ? null : diffWords(first.quote, second.quote, second.lang ?? "und");
  const differences = twinDifferences(
    { text: first.quote, lang: first.lang },
    { text: second.quote, lang: second.lang },
  );
  return (
    <>
      <div className="grid gap-4 md:grid-cols-2">
        <Side
          slug={slug}
          name="First passage"
          side={first}
          parts={parts?.filter((part) => part.type !== "added") ?? null}
        />
        <Side
          slug={slug}
          name="Second passage"
          side={second}
          parts={parts?.filter((part) => part.type !== "removed") ?? null}
        />
      </div>
      {isForeign && (
        <p className="text-sm text-ink-muted">
          In two languages, so the words are not compared; numbers and names are.
        </p>
      )}
      <DifferenceNotes differences={differences} />
    </>
  );
}

function Side({
  slug,
  name,
  side,
  parts,
}: {
  slug: string;
  name: string;
  side: PairSide;
  parts: DiffPart[] | null;
}) {
  return (
    <article aria-label={name} className="min-w-0 rounded-md border border-border bg-surface px-4 py-3">
      <h2 className="text-sm font-medium">
        <Link
          className="link break-words"
          dir="auto"
          href={spanHref(slug, side.articleId, [side], side.versionId)}
        >
          {side.title}
        </Link>
      </h2>
      <p className="mt-0.5 text-sm text-ink-muted">
        {side.publisher ?? "Publisher unknown"},{" "}
        {side.publishedAt ? <Time value={side.publishedAt} format="datetime" /> : "time unknown"}
      </p>
      <p className="mt-3 text-base break-words whitespace-pre-line" lang={side.lang ?? undefined} dir="auto">
        <span className="text-ink-muted">{leadOf(side)}</span>
        <span className="mark mark-duplicate">{parts ? <DiffText parts={parts} /> : side.quote}</span>
        <span className="text-ink-muted">{tailOf(side)}</span>
      </p>
    </article>
  );
}

/** The words before a passage, from the first whole one on. */
function leadOf({ before, start }: PairSide): string {
  return start > AROUND ? before.replace(/^\S*\s*/u, "… ") : before;
}

/** The words after a passage, to the last whole one. */
function tailOf({ after }: PairSide): string {
  return [...after].length < AROUND ? after : after.replace(/\s*\S*$/u, " …");
}
