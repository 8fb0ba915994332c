// biome-ignore format: a list
const monthNames = [
  "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
  "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept?", "oct", "nov", "dec",
  "januar", "jänner", "februar", "märz", "mai", "juni", "juli", "oktober", "dezember",
  "janvier", "février", "mars", "avril", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre",
  "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre",
  "diciembre",
  "січня", "лютого", "березня", "квітня", "травня", "червня", "липня", "серпня", "вересня", "жовтня", "листопада",
  "грудня", "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября",
  "ноября", "декабря",
];
const month = `(?:${monthNames.join("|")})`;

const day = [
  "\\d{1,2}[./-]\\d{1,2}[./-]\\d{2,4}",
  "\\d{4}-\\d{2}-\\d{2}",
  `\\d{1,2}\\.?(?: de)? ${month}\\.?(?: de)?,? \\d{4}`,
  `${month}\\.? \\d{1,2},? \\d{4}`,
  "\\d{4}年\\d{1,2}月\\d{1,2}日",
].join("|");
const lead =
  "(?:published|updated|posted|veröffentlicht|aktualisiert|publié|publicado|опубліковано|опубликовано|оновлено)";
const clock = "(?:at|um|à|a las|о|в)?\\s*\\d{1,2}[:.]\\d{2}(?:\\s*[ap]\\.?m\\.?)?(?:\\s*(?:Uhr|[A-Z]{2,4}))?";
const dateLine = new RegExp(
  `^(?:${lead}\\s*:?\\s*(?:on|am|le|el)?\\s*)?(?:\\p{L}+,?\\s+)?(?:${day})(?:[\\s,–—|-]*${clock})?[.\\s]*$`,
  "iu",
);

/** Whether a whole line is only a date, with or without a time of day. */
export function isDateLine(line: string): boolean {
  return line.length <= 80 && dateLine.test(line);
}

const capitals = "\\p{Lu}[\\p{Lu}\\p{M}.'’-]+(?:[ /-]\\p{Lu}[\\p{Lu}\\p{M}.'’-]+){0,2}";
const names = "[\\p{Lu}\\p{Lo}][\\p{L}\\p{M}.'’-]*(?:[ /][\\p{Lu}\\p{Lo}][\\p{L}\\p{M}.'’-]*){0,3}";
const further =
  "(?:, (?:\\p{L}{3,10}\\.? \\d{1,2}|\\d{1,2}\\.? \\p{L}{3,10}\\.?(?: \\d{4})?|\\p{Lu}[\\p{L}\\p{M}.]*(?: \\p{Lu}[\\p{L}.]*)?)){0,3}";
const agency = "(?:,? ?[(][\\p{L}\\p{N} ./&-]{2,40}[)])";
const dash = "\\s*(?:[—–]|--?)\\s+";
const datelines: readonly RegExp[] = [
  new RegExp(`^${capitals}${further}${agency}?${dash}`, "u"),
  new RegExp(`^${names}${further}${agency}(?:${dash}|:\\s+|\\.\\s+)`, "u"),
];

/** How many UTF-16 units of a paragraph's start are its dateline ("KORVA, 3 May (Agency) — "); 0 for none. */
export function datelineLength(paragraph: string): number {
  for (const pattern of datelines) {
    const found = pattern.exec(paragraph.slice(0, 120))?.[0];
    if (found && found.length <= 90 && found.length < paragraph.length) return found.length;
  }
  return 0;
}
