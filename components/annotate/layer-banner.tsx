import type { ReactNode } from "react";
import { Link } from "@/components/ui/link";

const NEXT_ID = "after-submission";

/** What to press once one's own work is handed in: the next article, else the way to one's work; null before that. */
export function nextAfterSubmission(): HTMLElement | null {
  return document.getElementById(NEXT_ID)?.querySelector<HTMLElement>("button:enabled, a") ?? null;
}

/** Why a layer is not to be marked now, where it is not, and what to do next once it is handed in. */
export function LayerBanner({
  state,
  isNothingToMark,
  isOwn,
  isReleased,
  projectHref,
  children,
}: {
  state: string;
  isNothingToMark: boolean;
  isOwn: boolean;
  isReleased: boolean;
  projectHref: string;
  /** What to do next, shown once one's own work is handed in. */
  children?: ReactNode;
}) {
  const text = isReleased
    ? "Your place on this article was released. What you still mark is kept apart, as having arrived late, and your managers can read it."
    : !isOwn
      ? "You are reading somebody else's marks."
      : (words[isNothingToMark && state === "submitted" ? "nothing" : state] ?? null);
  if (!text) return null;
  return (
    <div className="flex flex-wrap items-center gap-3 border-b border-border bg-surface-sunken px-4 py-1.5 text-sm">
      <span role="status">{text}</span>
      {state === "submitted" && isOwn && !isReleased && (
        <div id={NEXT_ID} className="contents">
          {children}
          <Link className="link" href={`${projectHref}/work`}>
            Go to your work
          </Link>
        </div>
      )}
    </div>
  );
}

const words: Record<string, string> = {
  nothing: "Submitted: nothing to mark.",
  submitted: "Submitted. Recall it to change it, until its review begins.",
  closed: "This work is closed: it is for reading only.",
  returned: "A reviewer has returned this. Look again, and submit it once more.",
};
