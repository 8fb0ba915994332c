import type { Metadata } from "next";
import { ForbiddenView } from "@/components/desk/forbidden-view";

export const metadata: Metadata = { title: "No permission" };

/** The page for something that the reader's role does not open, outside of every part with a bar of its own. */
export default function Forbidden() {
  return (
    <main className="flex min-h-[70dvh] items-center justify-center">
      <ForbiddenView />
    </main>
  );
}
