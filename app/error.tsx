"use client";

import { BareShell } from "@/components/shell/bare-shell";
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
    <BareShell title="Error">
      <ErrorView id={error.digest} onRetry={reset} />
    </BareShell>
  );
}
