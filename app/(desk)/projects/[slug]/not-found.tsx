import { FileQuestion } from "lucide-react";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";

/** Something that this project does not have, or that the reader does not see: both answer the same. */
export default function ProjectNotFound() {
  return (
    <EmptyState
      isPage
      icon={<FileQuestion />}
      title="There is nothing here for you"
      action={<LinkButton href="/projects">Go to your projects</LinkButton>}
    >
      The address may be mistyped, or what stood here may have been withdrawn.
    </EmptyState>
  );
}
