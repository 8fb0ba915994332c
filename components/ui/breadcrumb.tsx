import { ChevronRight } from "lucide-react";
import { Link } from "@/components/ui/link";

/** The way from the start to the page; the page itself is its heading and not part of it. */
export function Breadcrumb({ items }: { items: readonly { href: string; label: string }[] }) {
  return (
    <nav aria-label="Breadcrumb">
      <ol className="flex flex-wrap items-center gap-1 text-sm text-ink-muted">
        {items.map((item, index) => (
          <li key={item.href} className="flex min-w-0 items-center gap-1">
            {index > 0 && <ChevronRight aria-hidden="true" className="size-3.5 shrink-0" />}
            <Link
              href={item.href}
              dir="auto"
              className="line-clamp-1 rounded-sm break-words hover:text-ink hover:underline"
            >
              {item.label}
            </Link>
          </li>
        ))}
      </ol>
    </nav>
  );
}
