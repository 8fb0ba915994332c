import type { ComponentProps } from "react";
import { classNames } from "@/components/ui/class-names";
import { controlClass } from "@/components/ui/control-class";

/** A one-line text control; give it a Field or an `aria-label`. */
export function TextInput({ className, type = "text", ...rest }: ComponentProps<"input">) {
  return (
    <input {...rest} type={type} className={classNames(controlClass, "h-8 px-2.5 max-md:h-10", className)} />
  );
}
