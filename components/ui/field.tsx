import { CircleAlert } from "lucide-react";
import { type ReactNode, useId } from "react";
import { classNames } from "@/components/ui/class-names";

/** What a control inside a Field must be given, so that its label, help and error belong to it. */
export type FieldControl = {
  id: string;
  required?: boolean;
  "aria-describedby"?: string;
  "aria-invalid"?: true;
};

/** A label, a control, its help and its errors, tied together; `children` gets the properties of the control. */
export function Field({
  id,
  label,
  help,
  errors = [],
  isRequired = false,
  isOptional = false,
  isLabelHidden = false,
  className,
  children,
}: {
  id?: string;
  label: ReactNode;
  help?: ReactNode;
  errors?: readonly string[];
  isRequired?: boolean;
  isOptional?: boolean;
  isLabelHidden?: boolean;
  className?: string;
  children: (control: FieldControl) => ReactNode;
}) {
  const ownId = useId();
  const controlId = id ?? ownId;
  const helpId = help ? `${controlId}-help` : undefined;
  const errorId = errors.length > 0 ? `${controlId}-error` : undefined;
  const describedBy = [errorId, helpId].filter(Boolean).join(" ");
  return (
    <div className={classNames("flex flex-col gap-1.5", className)}>
      <label htmlFor={controlId} className={isLabelHidden ? "sr-only" : "text-sm font-medium text-ink"}>
        {label}
        {isOptional && <span className="font-normal text-ink-muted"> (optional)</span>}
      </label>
      {children({
        id: controlId,
        required: isRequired || undefined,
        "aria-describedby": describedBy || undefined,
        "aria-invalid": errorId ? true : undefined,
      })}
      {errorId && (
        <p id={errorId} className="flex items-start gap-1.5 text-sm text-danger">
          <CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
          <span>{errors.join(" ")}</span>
        </p>
      )}
      {helpId && (
        <p id={helpId} className="text-sm text-ink-muted">
          {help}
        </p>
      )}
    </div>
  );
}
