"use client";

import { Check } from "lucide-react";
import { DropdownMenu as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";
import { Link } from "@/components/ui/link";
import { useOverlay } from "@/components/ui/use-overlay";

const itemClass =
  "flex h-8 cursor-default select-none items-center gap-2 rounded-sm px-2 text-base text-ink outline-none max-md:h-10 " +
  "data-highlighted:bg-surface-hover data-disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-ink-muted";

/** A menu that a button (`trigger`) opens; its children are MenuItem, MenuLink, MenuChoice, MenuLabel, MenuSeparator. */
export function DropdownMenu({
  trigger,
  align = "start",
  children,
}: {
  trigger: ReactNode;
  align?: "start" | "end";
  children: ReactNode;
}) {
  const overlay = useOverlay();
  return (
    <Radix.Root modal={false} {...overlay.root}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          {...overlay.content}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-48 max-w-80 overflow-y-auto rounded-lg border border-border bg-surface-raised p-1 shadow-lg data-[state=open]:animate-fade-in"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** Does something when chosen. */
export function MenuItem({
  icon,
  isDanger = false,
  isDisabled = false,
  onSelect,
  children,
}: {
  icon?: ReactNode;
  isDanger?: boolean;
  isDisabled?: boolean;
  onSelect: () => void;
  children: ReactNode;
}) {
  return (
    <Radix.Item
      disabled={isDisabled}
      onSelect={onSelect}
      className={classNames(itemClass, isDanger && "text-danger! [&_svg]:text-danger!")}
    >
      {icon}
      <span className="truncate">{children}</span>
    </Radix.Item>
  );
}

/** Goes somewhere when chosen. */
export function MenuLink({ href, icon, children }: { href: string; icon?: ReactNode; children: ReactNode }) {
  return (
    <Radix.Item asChild>
      <Link href={href} className={itemClass}>
        {icon}
        <span className="truncate">{children}</span>
      </Link>
    </Radix.Item>
  );
}

/** One choice out of a few, the present one ticked. */
export function MenuChoice<T extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: T;
  options: readonly { value: T; label: string; icon?: ReactNode }[];
  onChange: (value: T) => void;
}) {
  return (
    <Radix.RadioGroup aria-label={label} value={value}>
      {options.map((option) => (
        <Radix.RadioItem
          key={option.value}
          value={option.value}
          className={itemClass}
          onSelect={() => onChange(option.value)}
        >
          {option.icon}
          <span className="grow truncate">{option.label}</span>
          <Radix.ItemIndicator>
            <Check aria-hidden="true" />
          </Radix.ItemIndicator>
        </Radix.RadioItem>
      ))}
    </Radix.RadioGroup>
  );
}

/** A line of text inside a menu that says what follows. */
export function MenuLabel({ children }: { children: ReactNode }) {
  return <Radix.Label className="px-2 pt-1.5 pb-1 text-xs text-ink-muted">{children}</Radix.Label>;
}

/** A thin line between groups of a menu. */
export function MenuSeparator() {
  return <Radix.Separator className="-mx-1 my-1 h-px bg-border" />;
}
