"use client";

import { type ReactNode, useEffect, useRef } from "react";
import { CommentBox } from "@/components/comments/comment-box";
import { ThreadCard } from "@/components/comments/thread-card";
import { useComments } from "@/components/comments/use-comments";
import { Button } from "@/components/ui/button";
import { ErrorNote } from "@/components/ui/error-note";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { Spinner } from "@/components/ui/spinner";
import type { CommentPlace, CommentShow, ThreadAbout } from "@/lib/comments/schema";

const shows = [
  { value: "open", label: "Open" },
  { value: "resolved", label: "Resolved" },
  { value: "all", label: "All" },
] as const satisfies readonly { value: CommentShow; label: string }[];

type Quote = { versionId: string; start: number; end: number; quote: string };

/**
 * The comments about an article or a source: threads, newest first, and a box to begin one, about `about` (words of the
 * article) where given. `drawQuote` makes of a quote what leads to its place.
 */
export function CommentsPanel({
  place,
  about = null,
  onNoAbout,
  drawQuote,
  focusOn,
  onLeave,
}: {
  place: CommentPlace;
  about?: Quote | null;
  /** Lets go of the words that a new thread would be about. */
  onNoAbout?: () => void;
  drawQuote?: (quote: Quote) => ReactNode;
  /** Whenever this becomes another object, the box to write in takes the focus. */
  focusOn?: object | null;
  onLeave?: () => void;
}) {
  const comments = useComments(place);
  const { page, show, problem } = comments;
  const boxRef = useRef<HTMLTextAreaElement>(null);
  const isDrawn = page !== null;
  useLandOnThread(isDrawn);
  useEffect(() => {
    if (isDrawn && focusOn) boxRef.current?.focus();
  }, [isDrawn, focusOn]);
  const whole: ThreadAbout = "sourceId" in place ? place : { articleId: place.articleId };
  const target: ThreadAbout =
    about && "articleId" in place ? { articleId: place.articleId, ...about } : whole;
  const thing = "sourceId" in place ? "this source" : "this article";
  const draw = drawQuote ?? ((quote: Quote) => <>“{quote.quote}”</>);
  async function start(body: string, isForAll: boolean) {
    const failed = await comments.start(target, body, isForAll);
    if (!failed) onNoAbout?.();
    return failed;
  }
  return (
    <div className="flex flex-col gap-3">
      {page?.mayWrite && (
        <div className="flex flex-col gap-2">
          {about && (
            <p className="flex flex-wrap items-start gap-x-2 text-sm">
              <span className="line-clamp-3 min-w-0 grow basis-40" dir="auto">
                About “{about.quote}”
              </span>
              <Button size="sm" variant="ghost" onClick={onNoAbout}>
                The whole article
              </Button>
            </p>
          )}
          <CommentBox
            place={place}
            label={about ? "Comment on these words" : `Comment on ${thing}`}
            submitLabel="Comment"
            mayInstruct={page.mayInstruct}
            boxRef={boxRef}
            send={start}
            {...(onLeave ? { onLeave } : {})}
          />
        </div>
      )}
      {page?.isBlind && (
        <p className="text-sm text-ink-muted">
          You see your own comments and what managers say to everybody. Others’ comments could tell what they
          marked.
        </p>
      )}
      {problem && (
        <ErrorNote
          title={problem}
          action={
            <Button size="sm" onClick={() => void comments.reload()}>
              Try again
            </Button>
          }
        />
      )}
      {page && (
        <SegmentedControl
          name={`comments-${"sourceId" in place ? place.sourceId : place.articleId}`}
          label="Which threads"
          options={shows}
          value={show}
          onChange={comments.setShow}
        />
      )}
      {!page && !problem && (
        <p className="flex items-center gap-2 text-sm text-ink-muted">
          <Spinner /> Reading the comments
        </p>
      )}
      {page && page.items.length === 0 && (
        <p className="text-sm text-ink-muted">{emptyWords(show, thing, page.mayWrite)}</p>
      )}
      <ol aria-label="Threads" className="flex flex-col gap-3 empty:hidden">
        {page?.items.map((thread) => (
          <ThreadCard
            key={thread.id}
            thread={thread}
            place={place}
            comments={comments}
            mayWrite={page.mayWrite}
            mayInstruct={page.mayInstruct}
            quote={
              thread.span ? (
                <span className="line-clamp-3" dir="auto">
                  {draw(thread.span)}
                </span>
              ) : (
                `About ${thing}`
              )
            }
          />
        ))}
      </ol>
      {page?.next && (
        <Button size="sm" onClick={() => void comments.more()}>
          Older threads
        </Button>
      )}
    </div>
  );
}

function emptyWords(show: CommentShow, thing: string, mayWrite: boolean): string {
  if (show === "resolved") return "No thread has been resolved yet.";
  return mayWrite
    ? `Nobody has said anything about ${thing} that you may read. Write the first comment above.`
    : `Nobody has said anything about ${thing} that you may read.`;
}

/** Goes to the thread that the address names (`#thread-ID`) once threads are drawn, as a link from a notification means. */
function useLandOnThread(isDrawn: boolean) {
  const hasLanded = useRef(false);
  useEffect(() => {
    if (!isDrawn || hasLanded.current) return;
    hasLanded.current = true;
    const { hash } = window.location;
    if (!hash.startsWith("#thread-")) return;
    // Assigned anew, so that the browser makes it the target of the address.
    window.location.replace(hash);
  }, [isDrawn]);
}
