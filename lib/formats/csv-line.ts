/**
 * One line of CSV (RFC 4180) with its line end. Null is an empty cell, booleans are `true` and `false`. Text that a
 * spreadsheet would run as a formula (it begins with = + - @, tab or return) is kept from it by an apostrophe.
 */
export function csvLine(cells: readonly (string | number | boolean | null)[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

function csvCell(value: string | number | boolean | null): string {
  if (value === null) return "";
  if (typeof value !== "string") return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
