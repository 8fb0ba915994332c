import type { ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";

/**
 * What stands where a list would: why it is empty, in a sentence, and the one thing to do about it. `isPage` makes it
 * the whole page, its title the page's heading.
 */
export function EmptyState({
  icon,
  title,
  children,
  action,
  isPage = false,
  className,
}: {
  icon?: ReactNode;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  isPage?: boolean;
  className?: string;
}) {
  const Heading = isPage ? "h1" : "h2";
  return (
    <div className={classNames("flex flex-col items-center px-6 py-16 text-center", className)}>
      {icon && (
        <span
          aria-hidden="true"
          className="mb-4 flex size-10 items-center justify-center rounded-lg border border-border bg-surface-raised text-ink-muted shadow-sm [&_svg]:size-5"
        >
          {icon}
        </span>
      )}
      <Heading className="text-lg font-semibold">{title}</Heading>
      {children && <div className="mt-1 max-w-md text-base text-ink-muted text-pretty">{children}</div>}
      {action && <div className="mt-5 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}
