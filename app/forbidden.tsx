import { ForbiddenView } from "@/components/desk/forbidden-view";
import { BareShell } from "@/components/shell/bare-shell";

/** The page for something that the reader's role does not open, outside of every part with a bar of its own. */
export default function Forbidden() {
  return (
    <BareShell title="No permission">
      <ForbiddenView />
    </BareShell>
  );
}
