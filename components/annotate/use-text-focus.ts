import { useEffect, useEffectEvent } from "react";
import type { Desk } from "@/components/annotate/desk-state";
import { focusText, isInText } from "@/components/annotate/focus-text";

/**
 * Keeps the focus in the text, where the keys are: takes it when the screen is ready, when what had it has gone, when
 * the text comes back from behind a panel of a narrow screen, and after a button was pressed with the pointer; whoever
 * goes to a control by keyboard keeps it there.
 */
export function useTextFocus(desk: Desk) {
  const isDrawn = desk.view.phase !== "loading";
  const isBusy = useEffectEvent(() => desk.ui.dialog !== null);
  useEffect(() => {
    if (!isDrawn) return;
    let frame = 0;
    const takeIfLost = () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => {
        // Somebody who selects words in the guideline would lose them.
        const isSelecting = document.getSelection()?.isCollapsed === false;
        const isLost = document.activeElement === document.body;
        if (isLost && !isSelecting && !isBusy() && !document.querySelector("[role=dialog]")) focusText();
      });
    };
    const clicked = (event: MouseEvent) => {
      if (event.detail === 0 || !(event.target instanceof Element) || isInText(event.target)) return;
      const control = event.target.closest(
        "[data-wide] button, [data-wide] [type=radio], [data-wide] [type=checkbox]",
      );
      if (!control) return takeIfLost();
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => {
        if (!isBusy() && (document.activeElement === control || document.activeElement === document.body))
          focusText();
      });
    };
    takeIfLost();
    document.addEventListener("focusout", takeIfLost);
    document.addEventListener("click", clicked);
    return () => {
      cancelAnimationFrame(frame);
      document.removeEventListener("focusout", takeIfLost);
      document.removeEventListener("click", clicked);
    };
  }, [isDrawn]);
  const { narrowPanel } = desk.ui;
  useEffect(() => {
    if (narrowPanel === "text" && document.activeElement === document.body && !isBusy()) focusText();
  }, [narrowPanel]);
}
