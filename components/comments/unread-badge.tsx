import { MessageSquare } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { mostCounted } from "@/lib/comments/schema";
import { counted } from "@/lib/counted";

/** How many comments on an article its reader has not read; nothing where there are none. */
export function UnreadBadge({ count }: { count: number | undefined }) {
  if (!count) return null;
  return (
    <Badge tone="accent">
      <MessageSquare aria-hidden="true" className="mr-1 inline size-3 align-[-0.1em]" />
      {count >= mostCounted ? "99+ new comments" : counted(count, "new comment")}
    </Badge>
  );
}
