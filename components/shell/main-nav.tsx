"use client";

import { usePathname } from "next/navigation";
import { currentNavItem, type NavItem } from "@/components/shell/nav-item";
import { Link } from "@/components/ui/link";

/** The row of pages in the top bar; wide screens only. */
export function MainNav({ items }: { items: readonly NavItem[] }) {
  const current = currentNavItem(items, usePathname());
  return (
    <nav aria-label="Main" className="hidden h-full min-w-0 items-stretch overflow-x-auto lg:flex">
      {items.map((item) => (
        <Link
          key={item.href}
          href={item.href}
          aria-current={item === current ? "page" : undefined}
          className="group relative flex items-center px-1 text-sm text-ink-muted outline-none hover:text-ink aria-[current]:font-medium aria-[current]:text-ink"
        >
          <span className="flex items-center gap-1.5 rounded-md px-2 py-1 transition-colors group-hover:bg-surface-hover group-focus-visible:outline-2 group-focus-visible:outline-focus">
            {item.label}
            {item.count !== undefined && item.count > 0 && (
              <span className="tabular rounded-sm bg-surface-active px-1 text-xs font-medium text-ink">
                {item.count}
              </span>
            )}
          </span>
          <span
            aria-hidden="true"
            className="absolute inset-x-3 bottom-0 hidden h-0.5 rounded-full bg-accent group-aria-[current]:block"
          />
        </Link>
      ))}
    </nav>
  );
}
