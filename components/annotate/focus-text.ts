/** The id of the region in which the article is read and marked: where the keys are. */
export const TEXT_ID = "article-text";

/** Puts the focus into the text without moving the page. */
export function focusText() {
  document.getElementById(TEXT_ID)?.focus({ preventScroll: true });
}

/** Whether an element is the text or lies in it. */
export function isInText(element: Element): boolean {
  return element.closest(`#${TEXT_ID}`) !== null;
}
