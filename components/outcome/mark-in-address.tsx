"use client";

import { useEffect } from "react";
import { scrollInPane } from "@/components/review/scroll-in-pane";

const named = /^#mark-([0-9a-f-]{36})$/;

/**
 * Lights the mark that the address names (`#mark-ID`), in the list and in the text, and brings both into view; also
 * where the page was come to from another, after which the browser lights nothing by itself.
 */
export function MarkInAddress() {
  useEffect(() => {
    showNamed();
    window.addEventListener("hashchange", showNamed);
    return () => window.removeEventListener("hashchange", showNamed);
  }, []);
  return null;
}

function showNamed(): void {
  for (const element of document.querySelectorAll("[data-named]")) element.removeAttribute("data-named");
  const id = named.exec(window.location.hash)?.[1];
  if (!id) return;
  const place = document.getElementById(`mark-${id}`)?.closest("li");
  const words = [...document.querySelectorAll(`[data-marks~="${id}"]`)];
  for (const element of [place, ...words]) element?.setAttribute("data-named", "");
  words[0]?.scrollIntoView({ block: "center" });
  if (place) scrollInPane(place, 0.2, false);
}
