const segmenter = new Intl.Segmenter();

/** The first letter of the first and of the last word of a name, as readers see letters; `?` for an empty name. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/u).filter(Boolean);
  const ends = words.length > 1 ? [words.at(0), words.at(-1)] : words.slice(0, 1);
  const letters = ends.map((word) => [...segmenter.segment(word ?? "")].at(0)?.segment ?? "");
  return letters.join("").toLocaleUpperCase("en") || "?";
}

/** A person as a small disc with initials; decoration beside a written name, else give `label` with the name. */
export function AvatarInitials({ name, label }: { name: string; label?: string }) {
  return (
    <span
      title={label}
      className="inline-flex size-6 shrink-0 select-none items-center justify-center rounded-full border border-border bg-surface-active text-xs font-medium text-ink"
    >
      <span aria-hidden="true">{initialsOf(name)}</span>
      {label && <span className="sr-only">{label}</span>}
    </span>
  );
}
