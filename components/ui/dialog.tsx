"use client";

import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";
import { IconButton } from "@/components/ui/icon-button";
import { adoptStyleNonce } from "@/components/ui/style-nonce";
import { useOverlay } from "@/components/ui/use-overlay";

const widths = { sm: "max-w-sm", md: "max-w-lg", lg: "max-w-3xl" } as const;

/**
 * A modal dialog. Either give `trigger`, a button that opens it, or hold `isOpen` and `onOpenChange` yourself.
 * It opens with the focus on what is marked `data-aim`, else its first field, else the last button of its foot that
 * can be pressed. Escape and a press outside close it; the focus goes to what `focusAfter` answers, else back to where
 * it was.
 */
export function Dialog({
  title,
  description,
  trigger,
  isOpen,
  onOpenChange,
  size = "md",
  footer,
  focusAfter,
  children,
}: {
  title: ReactNode;
  description?: ReactNode;
  trigger?: ReactNode;
  isOpen?: boolean;
  onOpenChange?: (isOpen: boolean) => void;
  size?: keyof typeof widths;
  footer?: ReactNode;
  /** Asked as it closes: what comes next, where there is such a thing. */
  focusAfter?: () => HTMLElement | null;
  children?: ReactNode;
}) {
  const overlay = useOverlay(isOpen, onOpenChange);
  adoptStyleNonce();
  return (
    <Radix.Root {...overlay.root}>
      {trigger && <Radix.Trigger asChild>{trigger}</Radix.Trigger>}
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-overlay data-[state=open]:animate-fade-in" />
        <Radix.Content
          {...overlay.content}
          {...(description ? {} : { "aria-describedby": undefined })}
          onOpenAutoFocus={focusFirst}
          onCloseAutoFocus={(event) => {
            const aim = focusAfter?.();
            if (!aim) return;
            event.preventDefault();
            aim.focus();
          }}
          className={classNames(
            "fixed inset-x-4 top-[8dvh] z-50 mx-auto flex max-h-[84dvh] flex-col rounded-lg border border-border bg-surface-raised shadow-lg outline-none data-[state=open]:animate-rise-in",
            widths[size],
          )}
        >
          <div className="flex items-start gap-4 px-5 pt-4 pb-2">
            <div className="min-w-0 grow">
              <Radix.Title className="text-lg font-semibold">{title}</Radix.Title>
              {description && (
                <Radix.Description className="mt-1 text-base text-ink-muted">{description}</Radix.Description>
              )}
            </div>
            <Radix.Close asChild>
              <IconButton label="Close" icon={<X />} size="sm" className="-mt-0.5 -mr-1.5 max-md:-mt-1.5" />
            </Radix.Close>
          </div>
          {children && <div className="min-h-0 overflow-y-auto px-5 pt-1 pb-5">{children}</div>}
          {footer && (
            <div data-footer="" className="flex justify-end gap-2 border-t border-border px-5 py-3">
              {footer}
            </div>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

const fields = "input:not([type=hidden]):enabled, select:enabled, textarea:enabled";

function focusFirst(event: Event): void {
  if (!(event.target instanceof HTMLElement)) return;
  const aim =
    event.target.querySelector<HTMLElement>("[data-aim]") ??
    firstField(event.target) ??
    [...event.target.querySelectorAll<HTMLElement>("[data-footer] button:enabled")].at(-1);
  if (!aim) return;
  event.preventDefault();
  aim.focus();
}

/** The first field; of radio buttons the chosen one, as Tab would find it. */
function firstField(dialog: HTMLElement): HTMLElement | null {
  const first = dialog.querySelector<HTMLElement>(fields);
  if (!(first instanceof HTMLInputElement) || first.type !== "radio") return first;
  return dialog.querySelector<HTMLElement>(`input[name="${CSS.escape(first.name)}"]:checked`) ?? first;
}

/** The foot of a form that fills a Dialog, its last child: the buttons stay in sight however long the form is. */
export function DialogActions({ children }: { children: ReactNode }) {
  return (
    <div className="sticky bottom-0 -mx-5 -mb-5 flex justify-end gap-2 border-t border-border bg-surface-raised px-5 py-3">
      {children}
    </div>
  );
}

/** Closes the Dialog it stands in; `children` is the button. */
export function DialogClose({ children }: { children: ReactNode }) {
  return <Radix.Close asChild>{children}</Radix.Close>;
}
