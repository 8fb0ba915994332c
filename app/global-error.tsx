"use client";

import "./globals.css";
import { ErrorView } from "@/components/shell/error-view";

/** The page for an error of the root layout itself, which it replaces. */
export default function GlobalError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <html lang="en">
      <body>
        <title>Error · Sourcebench</title>
        <main className="flex min-h-dvh items-center justify-center">
          <ErrorView id={error.digest} onRetry={reset} />
        </main>
      </body>
    </html>
  );
}
