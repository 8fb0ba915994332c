import { Download } from "lucide-react";
import type { ReactNode } from "react";

/** A heading, what the plot beneath it shows, and its table as CSV. */
export function PlotSection({
  id,
  title,
  lead,
  csv,
  children,
}: {
  id: string;
  title: string;
  lead: string;
  csv?: string;
  children: ReactNode;
}) {
  return (
    <section className="mt-10">
      <div className="mb-2 flex flex-wrap items-end justify-between gap-x-6 gap-y-2">
        <div className="min-w-0 max-w-3xl">
          <h2 id={id} className="text-base font-semibold">
            {title}
          </h2>
          <p className="text-sm text-ink-muted text-pretty">{lead}</p>
        </div>
        {csv && (
          <a href={csv} download className="link inline-flex items-center gap-1.5 text-sm">
            <Download aria-hidden="true" className="size-4" />
            <span>
              CSV<span className="sr-only"> of {title}</span>
            </span>
          </a>
        )}
      </div>
      {children}
    </section>
  );
}
