"use client";

import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";
import { restingPlace, type Trail, trailOf } from "@/components/shell/resting-place";

/** Time for a dialog that closes to give the focus back by itself, in milliseconds. */
const grace = 60;
const overlays = "[role=dialog], [role=alertdialog], [role=menu], [data-radix-popper-content-wrapper]";

/**
 * Keeps whoever works by keyboard from being thrown to the top of the page: where what had the focus is taken away, drawn
 * anew or cannot be pressed any more, the focus goes to where it stood. Another page begins at its top, as ever.
 */
export function FocusKeeper() {
  const page = useRef<Trail | null>(null);
  const overlay = useRef<Trail | null>(null);
  const pathname = usePathname();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page is another place
  useEffect(() => {
    page.current = null;
    overlay.current = null;
  }, [pathname]);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const isNowhere = () => document.activeElement === null || document.activeElement === document.body;
    function remember({ target }: FocusEvent) {
      if (!(target instanceof HTMLElement)) return;
      const isOver = target.closest(overlays) !== null;
      if (isOver) overlay.current = trailOf(target);
      else [page.current, overlay.current] = [trailOf(target), null];
    }
    function restore() {
      timer = undefined;
      const last = overlay.current ?? page.current;
      if (!last || !isNowhere()) return;
      if (document.getSelection()?.isCollapsed === false) return;
      // Whoever pressed on an empty place left by themselves.
      if (canHaveFocus(last.element)) page.current = overlay.current = null;
      else if (document.querySelector(overlays)) {
        const place = placeOf(overlay.current);
        if (place?.closest(overlays)) focusOn(place);
      } else focusOn(placeOf(page.current));
    }
    function look() {
      if (timer === undefined && isNowhere() && (page.current || overlay.current))
        timer = setTimeout(restore, grace);
    }
    const observer = new MutationObserver(look);
    observer.observe(document.body, {
      childList: true,
      subtree: true,
      attributes: true,
      attributeFilter: ["disabled"],
    });
    document.addEventListener("focusin", remember);
    document.addEventListener("focusout", look);
    return () => {
      clearTimeout(timer);
      observer.disconnect();
      document.removeEventListener("focusin", remember);
      document.removeEventListener("focusout", look);
    };
  }, []);
  return null;
}

function placeOf(trail: Trail | null): HTMLElement | null {
  if (!trail) return null;
  return canHaveFocus(trail.element) ? trail.element : restingPlace(trail);
}

function canHaveFocus(element: HTMLElement): boolean {
  return element.isConnected && !element.matches(":disabled");
}

/** Focuses an element, also one that the Tab key passes over, and moves the page only where it is out of sight. */
function focusOn(element: HTMLElement | null): void {
  if (!element) return;
  if (element.tabIndex < 0 && !element.hasAttribute("tabindex")) {
    element.setAttribute("tabindex", "-1");
    element.setAttribute("data-resting", "");
    const leave = () => {
      element.removeAttribute("tabindex");
      element.removeAttribute("data-resting");
    };
    element.addEventListener("blur", leave, { once: true });
  }
  const { top, bottom } = element.getBoundingClientRect();
  element.focus({ preventScroll: bottom > 0 && top < window.innerHeight });
}
