/** What a cell of a table may hold; null is an empty cell. */
export type CsvCell = string | number | null;

/**
 * One line of a CSV (RFC 4180, CRLF): cells with quotes, commas or line ends are quoted. A text that a spreadsheet would
 * read as a formula (it begins with = + - @, a tab or a line end, their full-width forms included) gets an apostrophe before it.
 */
export function csvLine(cells: readonly CsvCell[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

function csvCell(cell: CsvCell): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  const text = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/u.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** What a CSV begins with, so that spreadsheets read it as UTF-8. */
export const csvBeginning = "\uFEFF";
