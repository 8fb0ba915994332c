"use client";

import { ErrorView } from "@/components/shell/error-view";

/** The page for an error that nobody expected, inside the root layout. */
export default function ErrorPage({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <main className="flex min-h-[70dvh] items-center justify-center">
      <ErrorView id={error.digest} onRetry={reset} />
    </main>
  );
}
