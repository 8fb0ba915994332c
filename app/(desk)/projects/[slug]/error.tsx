"use client";

import { ErrorView } from "@/components/shell/error-view";

/** An error that nobody expected on a page of a project; the bar stays. */
export default function ProjectError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return <ErrorView id={error.digest} onRetry={reset} />;
}
