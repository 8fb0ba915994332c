import { CircleCheck, CircleMinus } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import type { BulkItem } from "@/lib/bulk/schema";

/** What an act does, or did, to each row: those it passes over first, with the reason. */
export function BulkItems({
  items,
  refusedLabel = "passed over",
}: {
  items: readonly BulkItem[];
  refusedLabel?: string;
}) {
  const refused = items.filter((item) => !item.isDone);
  const done = items.filter((item) => item.isDone);
  return (
    <div className="flex flex-col gap-3">
      {refused.length > 0 && (
        <ItemList
          label={`${refused.length} ${refusedLabel}`}
          items={refused}
          icon={<CircleMinus aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-warning" />}
        />
      )}
      {done.length > 0 && (
        <ItemList
          label={`${done.length} ${done.length === 1 ? "row" : "rows"}`}
          items={done}
          icon={<CircleCheck aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-success" />}
        />
      )}
    </div>
  );
}

function ItemList({
  label,
  items,
  icon,
}: {
  label: string;
  items: readonly BulkItem[];
  icon: React.ReactNode;
}) {
  return (
    <section aria-label={label}>
      <Badge>{label}</Badge>
      <ul className="mt-1 divide-y divide-border border-y border-border">
        {items.map((item) => (
          <li key={item.subjectId} className="flex items-start gap-2 py-1.5">
            {icon}
            <span className="min-w-0">
              <span className="line-clamp-1 font-medium break-words" dir="auto">
                {item.title}
              </span>
              <span className="block text-sm text-ink-muted">{item.note}</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
