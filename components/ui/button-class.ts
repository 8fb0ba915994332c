import { classNames } from "@/components/ui/class-names";

export type ButtonVariant = "primary" | "secondary" | "ghost" | "danger";
export type ButtonSize = "sm" | "md";

const variants: Record<ButtonVariant, string> = {
  primary: "border-transparent bg-accent text-on-accent shadow-sm hover:bg-accent-hover",
  secondary: "border-border-strong bg-surface-raised text-ink shadow-sm hover:bg-surface-hover",
  ghost: "border-transparent text-ink-muted hover:bg-surface-hover hover:text-ink",
  danger: "border-transparent bg-danger text-on-danger shadow-sm hover:bg-danger-hover",
};

const sizes: Record<ButtonSize, string> = {
  sm: "h-7 gap-1.5 px-2.5 text-sm max-md:h-9",
  md: "h-8 gap-2 px-3 text-sm max-md:h-10",
};

/** The classes of anything that looks like a button; 28 px (`sm`) or 32 px (`md`) high, under a finger 36 or 40. */
export function buttonClass(variant: ButtonVariant = "secondary", size: ButtonSize = "md"): string {
  return classNames(
    "inline-flex shrink-0 select-none items-center justify-center whitespace-nowrap rounded-md border font-medium transition-colors duration-100",
    "disabled:cursor-not-allowed disabled:opacity-50 aria-disabled:cursor-not-allowed aria-disabled:opacity-50",
    "[&_svg]:size-4 [&_svg]:shrink-0",
    variants[variant],
    sizes[size],
  );
}
