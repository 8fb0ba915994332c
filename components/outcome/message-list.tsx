import { Time } from "@/components/ui/time";
import type { DisputeMessageDto } from "@/lib/review/dispute-schema";

/** The messages of a dispute in the order in which they were written. */
export function MessageList({ messages }: { messages: readonly DisputeMessageDto[] }) {
  return (
    <ol className="flex flex-col gap-2">
      {messages.map((message) => (
        <li key={message.id} className="rounded-md bg-surface-sunken px-2.5 py-1.5">
          <p className="text-xs text-ink-muted">
            {message.isSelf ? "You" : message.author}
            {message.answer &&
              (message.answer === "kept" ? ", keeping the decision" : ", changing the decision")}
            , <Time value={message.createdAt} />
          </p>
          <p className="break-words whitespace-pre-line" dir="auto">
            {message.body}
          </p>
        </li>
      ))}
    </ol>
  );
}
