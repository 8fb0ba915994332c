"use client";

import { useSyncExternalStore } from "react";
import { CopyField } from "@/components/ui/copy-field";
import { ErrorNote } from "@/components/ui/error-note";
import { Time } from "@/components/ui/time";

const never = () => () => undefined;

/** A link that is shown this once, with a button that copies it; `path` is completed with this site's address. */
export function LinkOnce({ path, expiresAt }: { path: string; expiresAt: string }) {
  const origin = useSyncExternalStore(
    never,
    () => window.location.origin,
    () => "",
  );
  return (
    <ErrorNote tone="info" title="Copy the link now: it is not kept and cannot be shown again.">
      <CopyField label="Link" value={`${origin}${path}`} className="mt-2" />
      <p className="mt-2 text-sm text-ink-muted">
        It works once, until <Time value={expiresAt} format="datetime" />.
      </p>
    </ErrorNote>
  );
}
