/** Milliseconds of the page's clock at which the first frame in which a condition held had been shown. */
export function shownWhen(isTrue: () => boolean): Promise<number> {
  return new Promise((resolve) => {
    const look = () => {
      if (!isTrue()) return void requestAnimationFrame(look);
      // The task after the next frame's callbacks comes when that frame has been painted.
      requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => resolve(performance.now());
        channel.port2.postMessage(null);
      });
    };
    requestAnimationFrame(look);
  });
}

/** The place in the page where a text is drawn. */
export function hostElement(): HTMLElement {
  const host = document.getElementById("host");
  if (!host) throw new Error("The page has no host.");
  return host;
}
