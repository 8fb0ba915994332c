import type { ReactNode } from "react";
import { WordMark } from "@/components/shell/word-mark";

/** The page of somebody who is not signed in yet: one card in the middle, for signing in, setting up, an invitation. */
export function AuthShell({
  title,
  lead,
  footer,
  children,
}: {
  title: string;
  lead?: ReactNode;
  footer?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className="flex min-h-dvh flex-col items-center px-4 py-12 md:py-[14dvh]">
      <header>
        <WordMark />
      </header>
      <main className="mt-8 w-full max-w-sm rounded-lg border border-border bg-surface-raised p-6 shadow-md">
        <h1 className="text-lg font-semibold">{title}</h1>
        {lead && <p className="mt-1 text-base text-ink-muted text-pretty">{lead}</p>}
        <div className="mt-5">{children}</div>
      </main>
      {footer && <footer className="mt-5 max-w-sm text-center text-sm text-ink-muted">{footer}</footer>}
    </div>
  );
}
