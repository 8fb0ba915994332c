/** The box of a row (or of all rows), large enough for a finger. */
export function RowBox({
  label,
  isTicked,
  isDisabled = false,
  onToggle,
}: {
  label: string;
  isTicked: boolean;
  isDisabled?: boolean;
  onToggle: () => void;
}) {
  return (
    <span className="relative flex size-6 items-center justify-center">
      <input
        type="checkbox"
        aria-label={label}
        checked={isTicked}
        disabled={isDisabled}
        onChange={onToggle}
        className="size-4 rounded-sm accent-accent before:absolute before:-inset-1"
      />
    </span>
  );
}
