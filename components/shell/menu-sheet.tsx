"use client";

import {
  BookOpen,
  ClipboardCheck,
  Download,
  FileText,
  Folder,
  GitCompareArrows,
  GitFork,
  Inbox,
  Landmark,
  Menu,
  MessageSquareText,
  PackageCheck,
  Quote,
  Scale,
  Settings,
  TextSearch,
  Users,
  Vote,
  X,
} from "lucide-react";
import { usePathname } from "next/navigation";
import { Dialog } from "radix-ui";
import type { ReactNode } from "react";
import { currentNavItem, type NavIcon, type NavItem } from "@/components/shell/nav-item";
import { WordMark } from "@/components/shell/word-mark";
import { IconButton } from "@/components/ui/icon-button";
import { Link } from "@/components/ui/link";
import { adoptStyleNonce } from "@/components/ui/style-nonce";
import { useOverlay } from "@/components/ui/use-overlay";

const icons: Record<NavIcon, ReactNode> = {
  work: <Inbox />,
  feedback: <MessageSquareText />,
  articles: <FileText />,
  review: <ClipboardCheck />,
  marks: <TextSearch />,
  claims: <Quote />,
  reuse: <GitFork />,
  pairs: <GitCompareArrows />,
  sources: <Landmark />,
  rounds: <Vote />,
  agreement: <Scale />,
  releases: <PackageCheck />,
  export: <Download />,
  guideline: <BookOpen />,
  settings: <Settings />,
  projects: <Folder />,
  people: <Users />,
};

/** The pages on a narrow screen: a button that opens a sheet with the project and all of them. */
export function MenuSheet({ items, children }: { items: readonly NavItem[]; children?: ReactNode }) {
  const overlay = useOverlay();
  const current = currentNavItem(items, usePathname());
  adoptStyleNonce();
  return (
    <Dialog.Root {...overlay.root}>
      <Dialog.Trigger asChild>
        <IconButton label="Menu" icon={<Menu />} className="-ml-1.5 lg:hidden" />
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-overlay data-[state=open]:animate-fade-in" />
        <Dialog.Content
          {...overlay.content}
          aria-describedby={undefined}
          className="fixed inset-y-0 left-0 z-50 flex w-72 max-w-[85vw] flex-col overflow-y-auto border-r border-border bg-surface-raised p-3 shadow-lg outline-none data-[state=open]:animate-fade-in"
        >
          <div className="mb-3 flex items-center justify-between pl-2">
            <WordMark />
            <Dialog.Title className="sr-only">Menu</Dialog.Title>
            <Dialog.Close asChild>
              <IconButton label="Close" icon={<X />} />
            </Dialog.Close>
          </div>
          {children && <div className="mb-3 border-b border-border pb-3">{children}</div>}
          <nav aria-label="Main" className="flex flex-col gap-0.5">
            {items.map((item) => (
              <Link
                key={item.href}
                href={item.href}
                onClick={() => overlay.root.onOpenChange(false)}
                aria-current={item === current ? "page" : undefined}
                className="flex h-10 items-center gap-3 rounded-md px-2.5 text-base text-ink-muted hover:bg-surface-hover hover:text-ink aria-[current]:bg-surface-active aria-[current]:font-medium aria-[current]:text-ink [&_svg]:size-4"
              >
                {icons[item.icon]}
                <span className="grow">{item.label}</span>
                {item.count !== undefined && item.count > 0 && (
                  <span className="tabular text-sm">{item.count}</span>
                )}
              </Link>
            ))}
          </nav>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
