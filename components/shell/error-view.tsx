import { TriangleAlert } from "lucide-react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";

/** What stands where a page failed: that nothing saved is lost, how to go on, and the id under which it was logged. */
export function ErrorView({ id, onRetry }: { id?: string; onRetry: () => void }) {
  return (
    <EmptyState
      isPage
      icon={<TriangleAlert />}
      title="This page could not be shown"
      action={
        <>
          <Button variant="primary" onClick={onRetry}>
            Try again
          </Button>
          <LinkButton href="/">Go to the start</LinkButton>
        </>
      }
    >
      <p>
        What you saved is safe. {id ? "Try again" : "See that you are connected, then try again"}; if it
        happens once more, tell whoever runs this installation
        {id ? " this number, which is in the log too." : " what you were doing and when."}
      </p>
      {id && (
        <p className="mt-3">
          <span className="sr-only">Error number </span>
          <code className="rounded-sm border border-border bg-surface-sunken px-2 py-1 font-mono text-sm text-ink select-all">
            {id}
          </code>
        </p>
      )}
    </EmptyState>
  );
}
