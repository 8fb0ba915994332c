"use client";

import { Tabs as Radix } from "radix-ui";
import type { ReactNode } from "react";

export type Tab = { id: string; label: ReactNode; count?: number; content: ReactNode };

/** Views of one thing, one shown at a time; arrows move between them. Views with an address of their own are links. */
export function Tabs({
  label,
  tabs,
  defaultTab,
  value,
  onChange,
}: {
  label: string;
  tabs: readonly Tab[];
  defaultTab?: string;
  value?: string;
  onChange?: (id: string) => void;
}) {
  return (
    <Radix.Root
      value={value}
      defaultValue={value === undefined ? (defaultTab ?? tabs.at(0)?.id) : undefined}
      onValueChange={onChange}
    >
      {/* Undefined styles undo the library's own, which the page's policy would refuse in the server's HTML. */}
      <Radix.List
        aria-label={label}
        style={{ outline: undefined }}
        className="flex flex-wrap gap-x-3 border-b border-border"
      >
        {tabs.map((tab) => (
          <Radix.Trigger
            key={tab.id}
            value={tab.id}
            className="-mb-px flex h-9 shrink-0 items-center gap-1.5 rounded-t-sm border-b-2 px-1 border-transparent text-sm text-ink-muted hover:text-ink focus-visible:-outline-offset-2 data-[state=active]:border-accent data-[state=active]:font-medium data-[state=active]:text-ink"
          >
            {tab.label}
            {tab.count !== undefined && (
              <span className="tabular rounded-sm bg-surface-hover px-1 text-xs text-ink-muted">
                {tab.count}
              </span>
            )}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map((tab) => (
        <Radix.Content key={tab.id} value={tab.id} asChild>
          <div style={{ animationDuration: undefined }} className="pt-5">
            {tab.content}
          </div>
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
