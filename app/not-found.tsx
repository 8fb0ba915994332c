import { FileQuestion } from "lucide-react";
import { BareShell } from "@/components/shell/bare-shell";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";

/** The page for an address that does not exist, or that is not this person's to see: both answer the same. */
export default function NotFound() {
  return (
    <BareShell title="Not found">
      <EmptyState
        isPage
        icon={<FileQuestion />}
        title="There is nothing here for you"
        action={
          <LinkButton href="/" variant="primary">
            Go to the start
          </LinkButton>
        }
      >
        The address may be mistyped, the thing may have been withdrawn, or it belongs to a project that you
        are not a member of. If somebody sent you the link, ask them for an invitation.
      </EmptyState>
    </BareShell>
  );
}
