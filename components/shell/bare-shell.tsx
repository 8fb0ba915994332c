import type { ReactNode } from "react";
import { WordMark } from "@/components/shell/word-mark";
import { Link } from "@/components/ui/link";

/** A page outside of every part of the desk: the word mark, which leads to the start, and one thing in the middle. */
export function BareShell({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col">
      <title>{`${title} · Sourcebench`}</title>
      <header className="flex h-(--bar-height) shrink-0 items-center border-b border-border bg-surface px-4">
        <Link href="/" className="flex rounded-sm">
          <WordMark />
        </Link>
      </header>
      <main className="flex grow items-center justify-center pb-[15dvh]">{children}</main>
    </div>
  );
}
