"use client";

import { KeyOf } from "@/components/review/review-keys";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { Field } from "@/components/ui/field";
import { Kbd } from "@/components/ui/kbd";
import { TextArea } from "@/components/ui/text-area";

/** What is said to the annotators about a place: read, or being written. */
export function CommentLine({
  said,
  isDecided,
  isWriting,
  comment,
  onComment,
  onKeep,
  onOpen,
}: {
  /** What stands there already. */
  said: string | null;
  isDecided: boolean;
  isWriting: boolean;
  comment: string;
  onComment: (comment: string) => void;
  onKeep: () => void;
  onOpen: () => void;
}) {
  const shown = comment || said;
  if (!isWriting)
    return (
      <div className={classNames("flex items-start gap-2 text-sm", shown && "w-full pl-2.5")}>
        {shown && (
          <p className="min-w-0 grow rounded-md bg-surface-sunken px-2.5 py-1.5 break-words" dir="auto">
            {shown}
          </p>
        )}
        <Button size="sm" variant="ghost" onClick={onOpen}>
          {shown ? "Change" : "Comment"} <KeyOf action="comment" />
        </Button>
      </div>
    );
  return (
    <div className="flex w-full flex-col gap-2 px-2.5 pb-2">
      <Field
        label="Comment for the annotators"
        help={isDecided ? undefined : "It goes with your next decision about this place."}
      >
        {(control) => (
          <TextArea
            {...control}
            autoFocus
            rows={3}
            maxLength={2000}
            value={comment}
            onChange={(event) => onComment(event.target.value)}
          />
        )}
      </Field>
      <Button size="sm" className="self-end" onClick={onKeep}>
        Keep <Kbd>Ctrl ↵</Kbd>
      </Button>
    </div>
  );
}
