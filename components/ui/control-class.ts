/** The classes of a one-line text control; on narrow screens its text is 16 px, so that phones do not zoom in. */
export const controlClass =
  "block w-full min-w-0 rounded-md border border-border-control bg-surface text-base text-ink transition-colors duration-100 " +
  "hover:border-ink-muted focus-visible:border-focus focus-visible:outline-offset-0 " +
  "aria-invalid:border-danger disabled:cursor-not-allowed disabled:bg-surface-sunken disabled:text-ink-muted " +
  "[&[readonly]]:bg-surface-sunken max-md:text-lg";
