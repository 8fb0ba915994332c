import type { ComponentProps, ReactNode } from "react";
import { type ButtonSize, type ButtonVariant, buttonClass } from "@/components/ui/button-class";
import { classNames } from "@/components/ui/class-names";
import { Spinner } from "@/components/ui/spinner";

export type ButtonProps = ComponentProps<"button"> & {
  variant?: ButtonVariant;
  size?: ButtonSize;
  icon?: ReactNode;
  isPending?: boolean;
};

/** A button (`type="button"` unless said otherwise); while pending it keeps its focus but cannot be pressed. */
export function Button({
  variant = "secondary",
  size = "md",
  icon,
  isPending = false,
  className,
  children,
  disabled,
  onClick,
  type = "button",
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={isPending && type === "submit" ? "button" : type}
      disabled={disabled}
      aria-disabled={isPending || undefined}
      aria-busy={isPending || undefined}
      onClick={isPending ? undefined : onClick}
      className={classNames(buttonClass(variant, size), className)}
    >
      {isPending ? <Spinner /> : icon}
      {children}
    </button>
  );
}
