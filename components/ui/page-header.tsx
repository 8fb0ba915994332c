import type { ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";

/** The top of a page: where one is, its one h1, a sentence about it, and the page's actions. */
export function PageHeader({
  title,
  lead,
  breadcrumb,
  meta,
  actions,
  className,
}: {
  title: ReactNode;
  lead?: ReactNode;
  breadcrumb?: ReactNode;
  meta?: ReactNode;
  actions?: ReactNode;
  className?: string;
}) {
  return (
    <header className={classNames("mb-6", className)}>
      {breadcrumb && <div className="mb-2">{breadcrumb}</div>}
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0 max-w-3xl">
          <h1 className="text-xl font-semibold tracking-tight break-words">{title}</h1>
          {lead && <p className="mt-1 text-base text-ink-muted text-pretty">{lead}</p>}
          {meta && (
            <div className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1.5 text-sm text-ink-muted">
              {meta}
            </div>
          )}
        </div>
        {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </div>
    </header>
  );
}
