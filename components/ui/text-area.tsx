import type { ComponentProps } from "react";
import { classNames } from "@/components/ui/class-names";
import { controlClass } from "@/components/ui/control-class";

/** A control for text of several lines; it grows with its content where the browser can. */
export function TextArea({ className, rows = 4, ...rest }: ComponentProps<"textarea">) {
  return (
    <textarea
      {...rest}
      rows={rows}
      className={classNames(controlClass, "field-sizing-content min-h-20 resize-y px-2.5 py-1.5", className)}
    />
  );
}
