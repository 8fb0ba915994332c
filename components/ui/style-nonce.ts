declare global {
  var __webpack_nonce__: string | undefined;
}

/**
 * Tells the libraries that add a style sheet while a dialog is open (to keep the page behind it still) the nonce
 * under which this page allows style sheets. Without it the browser refuses theirs.
 */
export function adoptStyleNonce(): void {
  if (globalThis.__webpack_nonce__ !== undefined || typeof document === "undefined") return;
  // The attribute reads as empty once the page is parsed; the property keeps the value.
  globalThis.__webpack_nonce__ = document.querySelector<HTMLScriptElement>("script[nonce]")?.nonce;
}
