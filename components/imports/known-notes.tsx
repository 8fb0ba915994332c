import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { Link } from "@/components/ui/link";
import { Time } from "@/components/ui/time";
import type { DraftRow } from "@/lib/imports/schema";

/** What is known of an article in preparation from before: its text, its address, or that the text was withdrawn for good. */
export function KnownNotes({
  row,
  base,
  articlesHref,
  onAgain,
}: {
  row: DraftRow;
  /** The address of the batch. */
  base: string;
  articlesHref: string;
  /** Takes a withdrawn text in all the same, or leaves it out again. */
  onAgain: (isTaken: boolean) => void;
}) {
  const { duplicateOf, newerOf, withdrawn } = row;
  const batchId = base.slice(base.lastIndexOf("/") + 1);
  return (
    <>
      {duplicateOf && (
        <Note>
          {duplicateOf.where === "project" ? (
            <>
              The project has this text:{" "}
              <Link className="link" href={`${articlesHref}/${duplicateOf.articleId}`}>
                {duplicateOf.title}
              </Link>
            </>
          ) : (
            `The same text as “${duplicateOf.title}” above`
          )}
        </Note>
      )}
      {newerOf && (
        <Note>
          Another text of{" "}
          <Link className="link" href={`${articlesHref}/${newerOf.articleId}`}>
            {newerOf.title}
          </Link>
          , which has this address.{" "}
          <Link
            className="link"
            href={`${articlesHref}/${newerOf.articleId}/versions/new?batch=${batchId}&draft=${row.id}`}
          >
            Add it as a newer version
          </Link>
          , or tick it to import it as an article of its own.
        </Note>
      )}
      {withdrawn && (
        <>
          <Note>
            {withdrawn.by ?? "An administrator"} withdrew this text for good on{" "}
            <Time value={withdrawn.at} format="day" />.
          </Note>
          <label className="flex items-center gap-1.5 whitespace-nowrap text-ink max-lg:text-sm">
            <input
              type="checkbox"
              checked={!row.isExcluded}
              onChange={(event) => onAgain(event.target.checked)}
              className="size-4 accent-accent"
            />
            Import all the same
          </label>
        </>
      )}
    </>
  );
}

function Note({ children }: { children: ReactNode }) {
  return (
    <span className="flex items-start gap-1 text-warning">
      <TriangleAlert aria-hidden="true" className="mt-px size-3.5 shrink-0" />
      <span className="min-w-0 break-words">{children}</span>
    </span>
  );
}
