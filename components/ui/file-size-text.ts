const units = ["B", "KB", "MB", "GB"] as const;

/** A number of bytes in the unit that keeps it below 1,000, with one decimal from KB on. */
export function fileSizeText(bytes: number): string {
  const step = bytes < 1 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), units.length - 1);
  return `${step === 0 ? bytes : (bytes / 1000 ** step).toFixed(1)} ${units[step] ?? "B"}`;
}
