"use client";

import { Check, Copy } from "lucide-react";
import { useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { TextInput } from "@/components/ui/text-input";

/** A text that is only to be copied, selected when it gets the focus, with a button that copies it. */
export function CopyField({ label, value, className }: { label: string; value: string; className?: string }) {
  const field = useRef<HTMLInputElement>(null);
  const [isCopied, setIsCopied] = useState(false);
  async function copy() {
    field.current?.select();
    await navigator.clipboard?.writeText(value).then(
      () => setIsCopied(true),
      () => undefined,
    );
  }
  return (
    <div className={classNames("flex gap-2", className)}>
      <TextInput
        ref={field}
        readOnly
        aria-label={label}
        value={value}
        className="min-w-0 grow font-mono text-sm"
        onFocus={(event) => event.currentTarget.select()}
      />
      <Button icon={isCopied ? <Check /> : <Copy />} onClick={copy}>
        {isCopied ? "Copied" : "Copy"}
      </Button>
    </div>
  );
}
