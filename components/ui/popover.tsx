"use client";

import { Popover as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { useOverlay } from "@/components/ui/use-overlay";

/** A small panel beside its `trigger`, for details and short forms; `label` names it. The page stays usable. */
export function Popover({
  trigger,
  label,
  align = "start",
  isOpen,
  onOpenChange,
  children,
}: {
  trigger: ReactNode;
  label: string;
  align?: "start" | "center" | "end";
  isOpen?: boolean;
  onOpenChange?: (isOpen: boolean) => void;
  children: ReactNode;
}) {
  const overlay = useOverlay(isOpen, onOpenChange);
  return (
    <Radix.Root {...overlay.root}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          {...overlay.content}
          aria-label={label}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 max-h-(--radix-popover-content-available-height) w-80 max-w-[calc(100vw-1rem)] overflow-y-auto rounded-lg border border-border bg-surface-raised p-4 shadow-lg outline-none data-[state=open]:animate-fade-in"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
