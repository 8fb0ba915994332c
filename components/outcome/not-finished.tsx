import { Hourglass } from "lucide-react";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";

/** Stands where an outcome will be. */
export function NotFinished({ slug }: { slug: string }) {
  return (
    <EmptyState
      icon={<Hourglass />}
      title="No outcome yet"
      action={<LinkButton href={`/projects/${slug}/work?show=submitted`}>Your work</LinkButton>}
    >
      The review of this article has not ended. What became of your marks will stand here then.
    </EmptyState>
  );
}
