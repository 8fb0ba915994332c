import { Skeleton, SkeletonRows } from "@/components/ui/skeleton";

/**
 * The shape of a list page that is on its way: the fallback of a Suspense around the slow part of a page. It is no
 * `loading.tsx`, because that sends status 200 before the page could answer 404 or redirect.
 */
export function PageSkeleton({ rows = 8 }: { rows?: number }) {
  return (
    <div>
      <Skeleton className="mb-3 h-6 w-56" />
      <Skeleton className="mb-8 h-4 w-80 max-w-full" />
      <SkeletonRows rows={rows} />
    </div>
  );
}
