"use client";

import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";

/**
 * Begins every page that one goes on to at its top; going back keeps its place, and an address with a fragment leads to
 * that. After a long form, a shorter page keeps the browser's clamped position, which it restores at the page's end as
 * soon as the page grows.
 */
export function StartAtTop() {
  const pathname = usePathname();
  const shown = useRef(pathname);
  const wentBackTo = useRef("");
  useEffect(() => {
    const back = () => {
      wentBackTo.current = window.location.pathname;
    };
    window.addEventListener("popstate", back);
    return () => window.removeEventListener("popstate", back);
  }, []);
  useEffect(() => {
    if (shown.current === pathname) return;
    shown.current = pathname;
    const isBack = wentBackTo.current === pathname;
    wentBackTo.current = "";
    if (!isBack && window.location.hash === "" && window.scrollY > 0) window.scrollTo(0, 0);
  }, [pathname]);
  return null;
}
