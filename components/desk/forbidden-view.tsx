import { Lock } from "lucide-react";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";

/** What stands where a page would that the reader may know of, but that their role does not open. */
export function ForbiddenView() {
  return (
    <EmptyState
      isPage
      icon={<Lock />}
      title="Your role does not open this page"
      action={
        <LinkButton href="/projects" variant="primary">
          Go to your projects
        </LinkButton>
      }
    >
      It is for people with another role than yours. A manager of the project can change what you may do.
    </EmptyState>
  );
}
