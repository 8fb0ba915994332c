import { ForbiddenView } from "@/components/desk/forbidden-view";

/** A page here that the reader's role does not open; the bar stays. */
export default function Forbidden() {
  return <ForbiddenView />;
}
