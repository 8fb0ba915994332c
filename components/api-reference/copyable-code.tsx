"use client";

import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";

/** Lines of code under their name, with a button that copies them; long lines scroll sideways. */
export function CopyableCode({ label, text }: { label: string; text: string }) {
  const [isCopied, setIsCopied] = useState(false);
  async function copy() {
    await navigator.clipboard?.writeText(text).then(
      () => setIsCopied(true),
      () => undefined,
    );
  }
  return (
    <figure>
      <figcaption className="mb-1 flex items-center justify-between gap-3 font-medium">
        {label}
        <Button size="sm" variant="ghost" icon={isCopied ? <Check /> : <Copy />} onClick={copy}>
          {isCopied ? "Copied" : "Copy"}
        </Button>
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keyboard */}
      <pre className="overflow-x-auto rounded-md bg-surface-sunken p-3 font-mono text-xs" tabIndex={0}>
        {text}
      </pre>
    </figure>
  );
}
