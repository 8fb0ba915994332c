import { Lock } from "lucide-react";
import type { Metadata } from "next";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";

export const metadata: Metadata = { title: "No permission" };

/** The page for something that the reader may know of, but that their role does not open. */
export default function Forbidden() {
  return (
    <div className="flex min-h-[60dvh] items-center justify-center">
      <EmptyState
        icon={<Lock />}
        title="Your role does not open this page"
        action={
          <LinkButton href="/projects" variant="primary">
            Go to your projects
          </LinkButton>
        }
      >
        You are a member of this project, but this page is for another role. A manager of the project can
        change yours.
      </EmptyState>
    </div>
  );
}
