import type { ComponentProps, ReactNode } from "react";
import type { ButtonVariant } from "@/components/ui/button-class";
import { buttonClass } from "@/components/ui/button-class";
import { classNames } from "@/components/ui/class-names";

/** A square button that is only an icon; `label` is its name for everybody who cannot see it, and its title. */
export function IconButton({
  label,
  icon,
  variant = "ghost",
  size = "md",
  className,
  ...rest
}: Omit<ComponentProps<"button">, "children"> & {
  label: string;
  icon: ReactNode;
  variant?: ButtonVariant;
  size?: "sm" | "md";
}) {
  return (
    <button
      type="button"
      title={label}
      {...rest}
      aria-label={label}
      className={classNames(
        buttonClass(variant, size),
        size === "sm" ? "w-7 max-md:w-9" : "w-8 max-md:w-10",
        "px-0!",
        className,
      )}
    >
      {icon}
    </button>
  );
}
