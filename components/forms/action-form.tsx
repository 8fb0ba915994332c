"use client";

import { CircleCheck } from "lucide-react";
import {
  type FormEvent,
  type ReactNode,
  useActionState,
  useEffect,
  useEffectEvent,
  useId,
  useMemo,
  useRef,
} from "react";
import { FormContext } from "@/components/forms/form-context";
import { useOnePress } from "@/components/forms/use-one-press";
import { ErrorNote } from "@/components/ui/error-note";
import type { ActionResult } from "@/lib/action-result";

export type FormAction<T> = (previous: ActionResult<T> | null, form: FormData) => Promise<ActionResult<T>>;

/**
 * A form that sends itself to a server action and shows the answer. After a failure the message stands above the
 * fields, has the focus and links to each wrong field, and everything typed stays; so too where no server can be reached:
 * pressed again then, it is known again (`onceAction`).
 * After a success the fields stay too unless `resetOnSuccess`; the message is announced, and `onSuccess` is called once.
 */
export function ActionForm<T>({
  action,
  onSuccess,
  resetOnSuccess = false,
  label,
  className = "flex flex-col gap-4",
  children,
}: {
  action: FormAction<T>;
  onSuccess?: (data: T, message: string | undefined) => void;
  resetOnSuccess?: boolean;
  label?: string;
  className?: string;
  children: ReactNode;
}) {
  const id = useId();
  const [result, send] = useActionState<ActionResult<T> | null, FormData>(useOnePress(action), null);
  const form = useRef<HTMLFormElement>(null);
  const note = useRef<HTMLDivElement>(null);
  const isResetMeant = useRef(false);

  const succeeded = useEffectEvent((data: T, message: string | undefined) => {
    if (resetOnSuccess) {
      isResetMeant.current = true;
      form.current?.reset();
      isResetMeant.current = false;
    }
    onSuccess?.(data, message);
  });
  useEffect(() => {
    if (!result) return;
    if (result.ok) succeeded(result.data, result.message);
    else note.current?.focus();
  }, [result]);

  // React empties a form after its action, also after one that failed; what was typed must stay.
  function keepFields(event: FormEvent) {
    if (!isResetMeant.current) event.preventDefault();
  }
  const fieldErrors = useMemo(() => (result && !result.ok ? (result.fieldErrors ?? {}) : {}), [result]);
  const context = useMemo(() => ({ id, fieldErrors }), [id, fieldErrors]);
  return (
    <FormContext value={context}>
      <form ref={form} action={send} onReset={keepFields} aria-label={label} className={className} noValidate>
        {result && !result.ok && (
          <ErrorNote ref={note} title={result.message}>
            {Object.keys(fieldErrors).length > 0 && (
              <ul className="mt-1 flex flex-col gap-0.5 text-sm">
                {Object.entries(fieldErrors).map(([name, messages]) => (
                  <li key={name}>
                    <a className="link" href={`#${id}-${name}`}>
                      {messages.join(" ")}
                    </a>
                  </li>
                ))}
              </ul>
            )}
          </ErrorNote>
        )}
        {children}
        <div role="status" className="empty:hidden">
          {result?.ok && result.message && (
            <p className="flex items-center gap-1.5 text-sm text-success">
              <CircleCheck aria-hidden="true" className="size-4" />
              {result.message}
            </p>
          )}
        </div>
      </form>
    </FormContext>
  );
}
