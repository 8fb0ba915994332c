/**
 * Scrolls the pane around an element (`data-pane`), and nothing around the pane, so that the element's top stands at
 * `share` of the pane's height; one that is in view already stays unless `isAlways`.
 */
export function scrollInPane(element: Element, share: number, isAlways: boolean): void {
  const pane = element.closest("[data-pane]");
  if (!pane) return;
  const [own, around] = [element.getBoundingClientRect(), pane.getBoundingClientRect()];
  if (!isAlways && own.top >= around.top && own.bottom <= around.bottom) return;
  pane.scrollTo({ top: pane.scrollTop + own.top - around.top - pane.clientHeight * share });
}
