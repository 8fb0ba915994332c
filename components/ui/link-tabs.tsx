import { classNames } from "@/components/ui/class-names";
import { Link } from "@/components/ui/link";

export type LinkTab = { href: string; label: string; count?: number; isCurrent: boolean };

/** Views of one list that each have an address of their own; where one row is too narrow for all, they take a second. */
export function LinkTabs({
  label,
  tabs,
  className = "mb-4",
}: {
  label: string;
  tabs: readonly LinkTab[];
  className?: string;
}) {
  return (
    <nav
      aria-label={label}
      className={classNames("flex flex-wrap gap-x-3 border-b border-border", className)}
    >
      {tabs.map((tab) => (
        <Link
          key={tab.href}
          href={tab.href}
          aria-current={tab.isCurrent ? "page" : undefined}
          className="-mb-px flex h-9 shrink-0 items-center gap-1.5 rounded-t-sm border-b-2 border-transparent px-1 text-sm text-ink-muted hover:text-ink focus-visible:-outline-offset-2 aria-[current]:border-accent aria-[current]:font-medium aria-[current]:text-ink"
        >
          {tab.label}
          {tab.count !== undefined && (
            <span className="tabular rounded-sm bg-surface-hover px-1 text-xs text-ink-muted">
              {tab.count >= 1000 ? "1,000+" : tab.count}
            </span>
          )}
        </Link>
      ))}
    </nav>
  );
}
