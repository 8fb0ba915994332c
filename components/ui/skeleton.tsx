import { classNames } from "@/components/ui/class-names";

/** The grey shape of something that is on its way; give it a size by class (`h-4 w-40`). */
export function Skeleton({ className }: { className?: string }) {
  return (
    <span
      aria-hidden="true"
      className={classNames("block animate-pulse rounded-sm bg-surface-active", className)}
    />
  );
}

/** The grey shape of a list, announced once as loading. */
export function SkeletonRows({ rows = 6, label = "Loading" }: { rows?: number; label?: string }) {
  return (
    <div role="status" className="flex flex-col">
      <span className="sr-only">{label}</span>
      {Array.from({ length: rows }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are alike and never move
        <div key={index} className="flex items-center gap-6 border-b border-border py-3">
          <Skeleton className={index % 3 === 1 ? "h-3.5 w-1/3" : "h-3.5 w-2/5"} />
          <Skeleton className="h-3.5 w-16" />
          <Skeleton className="ml-auto h-3.5 w-24" />
        </div>
      ))}
    </div>
  );
}
