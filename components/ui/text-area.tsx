import type { ComponentProps } from "react";
import { classNames } from "@/components/ui/class-names";
import { controlClass } from "@/components/ui/control-class";

/**
 * A control for text of several lines; it grows with its content where the browser can. Ten `rows` and more ask for a
 * whole text and stand tall while empty; a browser that sizes by content takes no notice of `rows` itself.
 */
export function TextArea({ className, rows = 4, ...rest }: ComponentProps<"textarea">) {
  return (
    <textarea
      {...rest}
      rows={rows}
      className={classNames(
        controlClass,
        "field-sizing-content resize-y px-2.5 py-1.5",
        rows < 10 ? "min-h-20" : "min-h-64",
        className,
      )}
    />
  );
}
