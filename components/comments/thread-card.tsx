"use client";

import { Check, RotateCcw } from "lucide-react";
import { type ReactNode, useState } from "react";
import { CommentBox } from "@/components/comments/comment-box";
import { CommentItem } from "@/components/comments/comment-item";
import type { Comments } from "@/components/comments/use-comments";
import { useHandOver } from "@/components/comments/use-hand-over";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { useToast } from "@/components/ui/toast";
import type { CommentPlace, ThreadDto } from "@/lib/comments/schema";

/** A thread: what it is about, its comments, answering, and resolving it. `quote` draws the words that it is about. */
export function ThreadCard({
  thread,
  place,
  comments,
  mayWrite,
  mayInstruct,
  quote,
}: {
  thread: ThreadDto;
  place: CommentPlace;
  comments: Comments;
  mayWrite: boolean;
  mayInstruct: boolean;
  quote: ReactNode;
}) {
  const [isAnswering, setAnswering] = useState(false);
  const { boxRef, openerRef } = useHandOver(isAnswering);
  const toast = useToast();
  async function resolve() {
    const problem = await comments.resolve(thread.id, !thread.isResolved);
    if (problem) toast({ title: problem, tone: "danger" });
  }
  async function answer(body: string, isForAll: boolean) {
    const problem = await comments.add(thread.id, body, isForAll);
    if (!problem) setAnswering(false);
    return problem;
  }
  return (
    <li
      id={`thread-${thread.id}`}
      className="flex scroll-mt-20 flex-col gap-2 rounded-md border border-border bg-surface p-3 target:border-accent"
    >
      <div className="flex items-start gap-2">
        <div className="min-w-0 grow text-sm text-ink-muted">{quote}</div>
        {thread.isResolved && <Badge tone="success">Resolved</Badge>}
        {thread.mayResolve && (
          <IconButton
            label={thread.isResolved ? "Open this thread again" : "Resolve this thread"}
            size="sm"
            icon={thread.isResolved ? <RotateCcw /> : <Check />}
            onClick={() => void resolve()}
          />
        )}
      </div>
      {thread.earlier && (
        <Button size="sm" variant="ghost" onClick={() => void comments.earlier(thread)}>
          Show earlier comments
        </Button>
      )}
      <ol className="flex flex-col gap-2">
        {thread.comments.map((comment) => (
          <CommentItem
            key={comment.id}
            comment={comment}
            place={place}
            threadId={thread.id}
            mayWrite={mayWrite}
            edit={(body) => comments.edit(comment.id, body)}
          />
        ))}
      </ol>
      {mayWrite &&
        (isAnswering ? (
          <CommentBox
            place={place}
            threadId={thread.id}
            label="Your answer"
            submitLabel="Answer"
            mayInstruct={mayInstruct}
            boxRef={boxRef}
            send={answer}
            onLeave={() => setAnswering(false)}
          />
        ) : (
          <div>
            <Button
              ref={openerRef}
              size="sm"
              variant="ghost"
              className="-ml-2.5"
              onClick={() => setAnswering(true)}
            >
              Answer
            </Button>
          </div>
        ))}
    </li>
  );
}
