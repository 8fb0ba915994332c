import { CircleAlert, Info, TriangleAlert } from "lucide-react";
import type { ReactNode, Ref } from "react";
import { classNames } from "@/components/ui/class-names";

const tones = {
  danger: { box: "border-danger/30 bg-danger-soft", icon: <CircleAlert className="text-danger" /> },
  warning: { box: "border-warning/30 bg-warning-soft", icon: <TriangleAlert className="text-warning" /> },
  info: { box: "border-border bg-surface-sunken", icon: <Info className="text-ink-muted" /> },
} as const;

/** A note in the page: what went wrong (or is to be known) and what to do. `danger` is announced at once. */
export function ErrorNote({
  tone = "danger",
  title,
  action,
  ref,
  className,
  children,
}: {
  tone?: keyof typeof tones;
  title?: ReactNode;
  action?: ReactNode;
  ref?: Ref<HTMLDivElement>;
  className?: string;
  children?: ReactNode;
}) {
  return (
    <div
      ref={ref}
      tabIndex={ref ? -1 : undefined}
      role={tone === "danger" ? "alert" : undefined}
      className={classNames(
        "flex items-start gap-2.5 rounded-md border px-3 py-2.5 text-base",
        tones[tone].box,
        className,
      )}
    >
      <span aria-hidden="true" className="mt-0.5 [&_svg]:size-4">
        {tones[tone].icon}
      </span>
      <div className="flex min-w-0 grow flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-0 grow basis-52 break-words">
          {title && <p className="font-medium">{title}</p>}
          {children}
        </div>
        {action && <div className="shrink-0">{action}</div>}
      </div>
    </div>
  );
}
