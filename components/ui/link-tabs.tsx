import { Link } from "@/components/ui/link";

export type LinkTab = { href: string; label: string; count?: number; isCurrent: boolean };

/** Views of one list that each have an address of their own. */
export function LinkTabs({ label, tabs }: { label: string; tabs: readonly LinkTab[] }) {
  return (
    <nav aria-label={label} className="mb-4 flex gap-5 overflow-x-auto border-b border-border">
      {tabs.map((tab) => (
        <Link
          key={tab.href}
          href={tab.href}
          aria-current={tab.isCurrent ? "page" : undefined}
          className="-mb-px flex h-9 shrink-0 items-center gap-1.5 border-b-2 border-transparent text-sm text-ink-muted hover:text-ink focus-visible:-outline-offset-2 aria-[current]:border-accent aria-[current]:font-medium aria-[current]:text-ink"
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
