import { useEffect, useRef } from "react";

/**
 * Hands the focus over between a button and the box that stands in its place: to the box when it opens, back to the
 * button when it has gone with the focus in it.
 */
export function useHandOver(isOpen: boolean) {
  const boxRef = useRef<HTMLTextAreaElement>(null);
  const openerRef = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(isOpen);
  useEffect(() => {
    if (wasOpen.current === isOpen) return;
    wasOpen.current = isOpen;
    if (isOpen) boxRef.current?.focus();
    else if (document.activeElement === document.body) openerRef.current?.focus();
  }, [isOpen]);
  return { boxRef, openerRef };
}
