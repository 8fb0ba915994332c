"use client";

import { CircleAlert, CircleCheck, Info, X } from "lucide-react";
import { Toast as Radix } from "radix-ui";
import { createContext, type ReactNode, useCallback, useContext, useState } from "react";
import { IconButton } from "@/components/ui/icon-button";

export type ToastTone = "neutral" | "success" | "danger";
export type ToastMessage = {
  title: string;
  description?: string;
  tone?: ToastTone;
  /** A way back or onward; what it does is also possible without the toast. */
  action?: { label: string; onSelect: () => void };
};

type Shown = ToastMessage & { id: number };

const ToastContext = createContext<((message: ToastMessage) => void) | null>(null);

/** Shows a short message that goes away by itself; what must be read or acted on belongs into the page instead. */
export function useToast(): (message: ToastMessage) => void {
  const show = useContext(ToastContext);
  if (!show) throw new Error("useToast needs a ToastProvider above it.");
  return show;
}

const icons = {
  neutral: <Info aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-ink-muted" />,
  success: <CircleCheck aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-success" />,
  danger: <CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-danger" />,
};

/** Holds the toasts of the whole page; the newest four are kept, F8 moves the focus to them. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<readonly Shown[]>([]);
  const show = useCallback((message: ToastMessage) => {
    setToasts((shown) => [...shown.slice(-3), { ...message, id: (shown.at(-1)?.id ?? 0) + 1 }]);
  }, []);
  return (
    <ToastContext value={show}>
      {children}
      {/* Only after the first message: the viewport's inline style would be refused in the server's HTML. */}
      {toasts.length > 0 && (
        <Radix.Provider label="Message" duration={6000}>
          {toasts.map((toast) => (
            <Radix.Root
              key={toast.id}
              type={toast.tone === "danger" ? "foreground" : "background"}
              onOpenChange={(isOpen) => {
                if (!isOpen) setToasts((shown) => shown.filter((other) => other.id !== toast.id));
              }}
              className="flex items-start gap-2.5 rounded-lg border border-border bg-surface-raised py-2.5 pr-2 pl-3.5 shadow-lg data-[state=open]:animate-rise-in"
            >
              {icons[toast.tone ?? "neutral"]}
              <div className="min-w-0 grow py-px">
                <Radix.Title className="text-base font-medium">{toast.title}</Radix.Title>
                {toast.description && (
                  <Radix.Description className="text-sm text-ink-muted">
                    {toast.description}
                  </Radix.Description>
                )}
                {toast.action && (
                  <Radix.Action altText={toast.action.label} asChild>
                    <button
                      type="button"
                      className="link mt-1 text-sm font-medium"
                      onClick={toast.action.onSelect}
                    >
                      {toast.action.label}
                    </button>
                  </Radix.Action>
                )}
              </div>
              <Radix.Close asChild>
                <IconButton label="Dismiss" icon={<X />} size="sm" className="-my-1" />
              </Radix.Close>
            </Radix.Root>
          ))}
          <Radix.Viewport className="fixed right-4 bottom-4 z-50 flex w-96 max-w-[calc(100vw-2rem)] flex-col gap-2 outline-none" />
        </Radix.Provider>
      )}
    </ToastContext>
  );
}
