import type { ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";

/** A panel of things that belong together, with an optional heading, actions beside it and a foot. */
export function Card({
  title,
  lead,
  actions,
  footer,
  isFlush = false,
  className,
  children,
}: {
  title?: ReactNode;
  lead?: ReactNode;
  actions?: ReactNode;
  footer?: ReactNode;
  isFlush?: boolean;
  className?: string;
  children?: ReactNode;
}) {
  return (
    <section
      data-card=""
      className={classNames("rounded-lg border border-border bg-surface shadow-sm", className)}
    >
      {(title || actions) && (
        <div
          className={classNames(
            "flex flex-wrap justify-between gap-3 px-5 pt-4",
            lead ? "items-start" : "items-center",
          )}
        >
          <div className="min-w-0 grow basis-48">
            {title && <h2 className="text-base font-semibold">{title}</h2>}
            {lead && <p className="mt-0.5 text-sm text-ink-muted text-pretty">{lead}</p>}
          </div>
          {actions && <div className="flex items-center gap-2">{actions}</div>}
        </div>
      )}
      {children && <div className={isFlush ? "pt-3" : "px-5 py-4"}>{children}</div>}
      {footer && (
        <div className="flex items-center justify-end gap-2 rounded-b-lg border-t border-border bg-surface-sunken px-5 py-3">
          {footer}
        </div>
      )}
    </section>
  );
}
