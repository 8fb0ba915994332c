import type { ReactNode } from "react";
import { FocusKeeper } from "@/components/shell/focus-keeper";
import { LoginWatch } from "@/components/shell/login-watch";
import { MainNav } from "@/components/shell/main-nav";
import { MenuSheet } from "@/components/shell/menu-sheet";
import type { NavItem } from "@/components/shell/nav-item";
import { UserMenu } from "@/components/shell/user-menu";
import { WordMark } from "@/components/shell/word-mark";
import { classNames } from "@/components/ui/class-names";
import { Link } from "@/components/ui/link";
import type { Theme } from "@/lib/theme";

/**
 * The desk around every page of a signed-in person: a bar of 48 px (`--bar-height`) and the page below it.
 * `isWide` gives the page the whole window, for screens that lay themselves out.
 */
export function DeskShell({
  items,
  homeHref,
  projectSwitcher,
  barEnd,
  isWide = false,
  build,
  children,
  ...userMenu
}: {
  items: readonly NavItem[];
  homeHref: string;
  projectSwitcher?: ReactNode;
  barEnd?: ReactNode;
  isWide?: boolean;
  user: { id: string; name: string; email: string };
  /** Names what this was built from. */
  build: string;
  theme: Theme;
  accountHref: string;
  setTheme: (theme: Theme) => Promise<void>;
  signOut: () => Promise<void>;
  children: ReactNode;
}) {
  return (
    <>
      <FocusKeeper />
      <LoginWatch userId={userMenu.user.id} build={build} />
      <a
        href="#main"
        className="fixed top-2 left-2 z-50 -translate-y-16 rounded-md bg-accent px-3 py-1.5 text-sm font-medium text-on-accent focus:translate-y-0"
      >
        Skip to the page
      </a>
      <header
        data-print="hide"
        className="sticky top-0 z-30 flex h-(--bar-height) items-center gap-3 border-b border-border bg-surface px-4"
      >
        {items.length > 0 && <MenuSheet items={items} />}
        <Link href={homeHref} aria-label="Sourcebench, start" className="flex shrink-0 rounded-sm">
          <WordMark isNameHidden={Boolean(projectSwitcher)} />
        </Link>
        {projectSwitcher && (
          <>
            <span aria-hidden="true" className="text-border-strong select-none">
              /
            </span>
            <div className="min-w-0 max-w-60 grow lg:grow-0">{projectSwitcher}</div>
          </>
        )}
        <MainNav items={items} />
        <div className="ml-auto flex shrink-0 items-center gap-2">
          {barEnd}
          <UserMenu {...userMenu} />
        </div>
      </header>
      <main
        id="main"
        tabIndex={-1}
        className={classNames("outline-none", !isWide && "mx-auto max-w-6xl px-4 py-8 md:px-6")}
      >
        {children}
      </main>
    </>
  );
}
