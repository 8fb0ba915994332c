/** The product's mark: three underlines, solid, dashed and dotted, as it draws them under the words of an article. */
export function WordMark({ isNameHidden = false }: { isNameHidden?: boolean }) {
  return (
    <span className="inline-flex items-center gap-2">
      <svg viewBox="0 0 32 32" className="size-6 shrink-0" aria-hidden="true">
        <rect width="32" height="32" rx="7" className="fill-accent" />
        <g fill="none" strokeWidth="3" strokeLinecap="round" className="stroke-on-accent">
          <path d="M8 10h16" />
          <path d="M8 16h9m5.5 0H24" />
          <path d="M8 22h.01m5.33 0h.01m5.33 0h.01m5.31 0H24" />
        </g>
      </svg>
      <span className={isNameHidden ? "sr-only" : "text-base font-semibold tracking-tight"}>Sourcebench</span>
    </span>
  );
}
