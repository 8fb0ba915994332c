/** The line between two ways of doing the same. */
export function OrLine() {
  return (
    <div className="my-4 flex items-center gap-3 text-sm text-ink-muted">
      <span aria-hidden="true" className="h-px grow bg-border" />
      or
      <span aria-hidden="true" className="h-px grow bg-border" />
    </div>
  );
}
