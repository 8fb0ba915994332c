/** An element that had the focus, and where it stood: its ancestors, the nearest first, with the way to it. */
export type Trail = { element: HTMLElement; looks: string; places: { parent: Element; at: number }[] };

const controls = "button, a, input, select, textarea, summary";

/** What must be remembered of an element while it has the focus, to find its place when it is gone. */
export function trailOf(element: HTMLElement): Trail {
  const places: Trail["places"] = [];
  let node: Element = element;
  while (node.parentElement) {
    const parent = node.parentElement;
    places.push({ parent, at: [...parent.children].indexOf(node) });
    node = parent;
  }
  return { element, looks: looksOf(element), places };
}

/**
 * Where the focus goes when its element is gone or disabled: the same control where it was only drawn anew; of a list the
 * row that has moved up, never a button of it, for a second press of the same key must do nothing; else what stands there now.
 */
export function restingPlace({ element, looks, places }: Trail): HTMLElement | null {
  if (element.isConnected) return element.parentElement;
  const place = places.find(({ parent }) => parent.isConnected && parent.childElementCount > 0);
  if (!place) return null;
  const { parent, at } = place;
  const next = parent.children[Math.min(at, parent.childElementCount - 1)];
  if (parent instanceof HTMLElement && parent.matches("li, tr")) return parent;
  const isRow = parent.matches("ul, ol, tbody, dl");
  if (isRow && next instanceof HTMLElement) return next;
  for (const one of looks ? parent.querySelectorAll(element.localName) : [])
    if (one instanceof HTMLElement && looksOf(one) === looks && !one.matches(":disabled")) return one;
  if (parent.matches("main, body"))
    return document.querySelector<HTMLElement>("main h1") ?? document.querySelector("main");
  const isPart = next instanceof HTMLElement && !next.matches(controls) && next.getClientRects().length > 0;
  if (isPart) return next;
  return parent instanceof HTMLElement ? parent : null;
}

function looksOf(element: HTMLElement): string {
  const names = [element.getAttribute("name"), element.getAttribute("aria-label"), element.textContent];
  return names.filter(Boolean).join("\n");
}
