"use client";

import { LogOut, Monitor, Moon, Sun, UserRound } from "lucide-react";
import { type ReactNode, startTransition, useState } from "react";
import { countUnsent } from "@/components/annotate/send-waiting";
import { SignOutDialog } from "@/components/shell/sign-out-dialog";
import { AvatarInitials } from "@/components/ui/avatar-initials";
import {
  DropdownMenu,
  MenuChoice,
  MenuItem,
  MenuLabel,
  MenuLink,
  MenuSeparator,
} from "@/components/ui/dropdown-menu";
import type { Theme } from "@/lib/theme";

const themeOptions: readonly { value: Theme; label: string; icon: ReactNode }[] = [
  { value: "system", label: "Like the device", icon: <Monitor /> },
  { value: "light", label: "Light", icon: <Sun /> },
  { value: "dark", label: "Dark", icon: <Moon /> },
];

/** Who is signed in, the theme, the account page and signing out. */
export function UserMenu({
  user,
  theme,
  accountHref,
  setTheme,
  signOut,
}: {
  user: { id: string; name: string; email: string };
  theme: Theme;
  accountHref: string;
  setTheme: (theme: Theme) => Promise<void>;
  signOut: () => Promise<void>;
}) {
  const [chosen, setChosen] = useState(theme);
  const [unsent, setUnsent] = useState(0);
  function leave() {
    startTransition(async () => {
      const count = await countUnsent(user.id);
      if (count > 0) setUnsent(count);
      else await signOut();
    });
  }
  function choose(next: Theme) {
    setChosen(next);
    // At once on the page that is open; the cookie that the action sets carries it to the next ones.
    document.documentElement.dataset.theme = next;
    startTransition(() => setTheme(next));
  }
  return (
    <>
      <SignOutDialog userId={user.id} count={unsent} onCount={setUnsent} signOut={signOut} />
      <DropdownMenu
        align="end"
        trigger={
          <button
            type="button"
            className="inline-flex size-8 items-center justify-center rounded-full hover:bg-surface-hover"
          >
            <AvatarInitials name={user.name} label={`Account: ${user.name}`} />
          </button>
        }
      >
        <div className="px-2 py-1.5">
          <p className="truncate text-base font-medium">{user.name}</p>
          <p className="truncate text-sm text-ink-muted">{user.email}</p>
        </div>
        <MenuSeparator />
        <MenuLink href={accountHref} icon={<UserRound />}>
          Account
        </MenuLink>
        <MenuSeparator />
        <MenuLabel>Theme</MenuLabel>
        <MenuChoice label="Theme" value={chosen} options={themeOptions} onChange={choose} />
        <MenuSeparator />
        <MenuItem icon={<LogOut />} onSelect={leave}>
          Sign out
        </MenuItem>
      </DropdownMenu>
    </>
  );
}
