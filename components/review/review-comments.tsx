"use client";

import { MessageSquare } from "lucide-react";
import { useState } from "react";
import { CommentsPanel } from "@/components/comments/comments-panel";
import { useUnread } from "@/components/comments/use-unread";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { type CodePointIndex, sliceCodePoints } from "@/lib/text/code-points";
import type { Span } from "@/lib/text/span";

/** The article's comments beside the current place, folded until they are wanted; a new one is about the place's words. */
export function ReviewComments({
  articleId,
  versionId,
  index,
  span,
}: {
  articleId: string;
  versionId: string;
  index: CodePointIndex;
  span: Span | null;
}) {
  const [isOpen, setOpen] = useState(false);
  const [whole, setWhole] = useState<Span | null>(null);
  const unread = useUnread(articleId);
  const about = span && span !== whole && { versionId, ...span, quote: sliceCodePoints(index, span) };
  return (
    <div className={classNames("flex flex-col gap-3", isOpen && "w-full")}>
      <Button
        size="sm"
        variant="ghost"
        className="self-start"
        icon={<MessageSquare />}
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        Comments{!isOpen && unread > 0 ? `, ${unread} not read` : ""}
      </Button>
      {isOpen && (
        <div className="px-2.5">
          <CommentsPanel
            place={{ articleId }}
            about={about || null}
            onNoAbout={() => setWhole(span)}
            onLeave={() => setOpen(false)}
          />
        </div>
      )}
    </div>
  );
}
