/** The nearest ancestor that scrolls, else the page. */
export function scrollerOf(element: Element): Element {
  for (let at = element.parentElement; at; at = at.parentElement)
    if (/auto|scroll/.test(getComputedStyle(at).overflowY)) return at;
  return document.documentElement;
}

/** Scrolls only the element's own scroller, so that the page around it never moves. `top` puts it at the upper border. */
export function scrollInside(element: Element, where: "top" | "nearest"): void {
  const frame = scrollerOf(element);
  const room = frame.getBoundingClientRect();
  const box = element.getBoundingClientRect();
  if (where === "top" || box.top < room.top + 32)
    frame.scrollBy({ top: box.top - room.top - (where === "top" ? 8 : 32) });
  else if (box.bottom > room.bottom) frame.scrollBy({ top: box.bottom - room.bottom });
}
