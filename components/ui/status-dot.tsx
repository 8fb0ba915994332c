import type { ReactNode } from "react";
import type { Tone } from "@/components/ui/badge";
import { classNames } from "@/components/ui/class-names";

const tones: Record<Tone, string> = {
  neutral: "border-border-control bg-transparent",
  accent: "border-accent bg-accent",
  success: "border-success bg-success",
  warning: "border-warning bg-transparent",
  danger: "border-danger bg-danger",
};

/** A state as a small disc before its word; hollow and full discs tell the tones apart beside their colour. */
export function StatusDot({ tone = "neutral", children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <span aria-hidden="true" className={classNames("size-2 shrink-0 rounded-full border-2", tones[tone])} />
      {children}
    </span>
  );
}
