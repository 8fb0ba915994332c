import { ChevronLeft, ChevronRight } from "lucide-react";
import { LinkButton } from "@/components/ui/link-button";

/** The two ways on from a page of a long list; a side without an address is the end and is not drawn. */
export function Pagination({
  newerHref,
  olderHref,
  newerLabel = "Newer",
  olderLabel = "Older",
  summary,
}: {
  newerHref?: string;
  olderHref?: string;
  newerLabel?: string;
  olderLabel?: string;
  summary?: string;
}) {
  if (!newerHref && !olderHref && !summary) return null;
  return (
    <nav aria-label="Pages" className="flex items-center justify-between gap-4 py-3">
      <p className="tabular text-sm text-ink-muted">{summary}</p>
      <div className="flex gap-2">
        {newerHref && (
          <LinkButton href={newerHref} rel="prev" size="sm" icon={<ChevronLeft />}>
            {newerLabel}
          </LinkButton>
        )}
        {olderHref && (
          <LinkButton href={olderHref} rel="next" size="sm">
            {olderLabel}
            <ChevronRight />
          </LinkButton>
        )}
      </div>
    </nav>
  );
}
