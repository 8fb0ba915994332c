"use client";

import { Check, Copy } from "lucide-react";
import { useRef, useState, useSyncExternalStore } from "react";
import { Button } from "@/components/ui/button";
import { ErrorNote } from "@/components/ui/error-note";
import { TextInput } from "@/components/ui/text-input";
import { Time } from "@/components/ui/time";

const never = () => () => undefined;

/** A link that is shown this once, with a button that copies it; `path` is completed with this site's address. */
export function LinkOnce({ path, expiresAt }: { path: string; expiresAt: string }) {
  const field = useRef<HTMLInputElement>(null);
  const [isCopied, setIsCopied] = useState(false);
  const origin = useSyncExternalStore(
    never,
    () => window.location.origin,
    () => "",
  );
  async function copy() {
    field.current?.select();
    await navigator.clipboard?.writeText(`${origin}${path}`).then(
      () => setIsCopied(true),
      () => undefined,
    );
  }
  return (
    <ErrorNote tone="info" title="Copy the link now: it is not kept and cannot be shown again.">
      <div className="mt-2 flex gap-2">
        <TextInput
          ref={field}
          readOnly
          aria-label="Link"
          value={`${origin}${path}`}
          className="min-w-0 grow font-mono text-sm"
          onFocus={(event) => event.currentTarget.select()}
        />
        <Button icon={isCopied ? <Check /> : <Copy />} onClick={copy}>
          {isCopied ? "Copied" : "Copy"}
        </Button>
      </div>
      <p className="mt-2 text-sm text-ink-muted">
        It works once, until <Time value={expiresAt} format="datetime" />.
      </p>
    </ErrorNote>
  );
}
