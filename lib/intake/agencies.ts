// biome-ignore format: a list
const agencies: readonly string[] = [
  "Agence France-Presse", "The Associated Press", "Associated Press", "Thomson Reuters", "Deutsche Presse-Agentur",
  "Getty Images", "Anadolu Agency", "Interfax-Ukraine", "Интерфакс-Украина", "Інтерфакс-Україна", "Reuters", "AFP",
  "AP", "dpa", "SDA", "Keystone-SDA", "Keystone", "APA", "UPI", "EFE", "Europa Press", "ANSA", "TASS", "ТАСС",
  "РИА Новости", "RIA Novosti", "Interfax", "Интерфакс", "Ukrinform", "Укрінформ", "Укринформ", "UNIAN", "УНІАН",
  "УНИАН", "Xinhua", "新华社", "Kyodo", "共同通信", "Yonhap", "PTI", "Anadolu", "PAP", "ČTK", "MTI", "Bloomberg",
  "Getty", "EPA", "Belga", "ANP", "NTB", "Ritzau", "STT", "Lusa", "رويترز", "وكالة فرانس برس", "وام", "سانا",
];

const longestFirst = [...agencies].sort((a, b) => b.length - a.length).join("|");
const agencyWord = new RegExp(`(?<![\\p{L}\\p{N}])(?:${longestFirst})(?![\\p{L}\\p{N}])`, "gu");
const agencyAlone = new RegExp(
  `^[\\s([/–—-]*(?:[\\p{L}.' -]{2,40}/\\s*)?(?:${longestFirst})(?:\\s*/\\s*[\\p{L}.]+)*[\\s)\\].,;/–—-]*$`,
  "u",
);

/** Whether a line is a signature of agencies ("AP/dpa", "A. Person/AP"). Case counts: "epa" is a word elsewhere. */
export function isAgencyAlone(line: string): boolean {
  return agencyAlone.test(line);
}

/** The well-known news agencies named in a text as whole words, with UTF-16 positions, in the text's order. */
export function agenciesIn(text: string): { name: string; index: number }[] {
  return Array.from(text.matchAll(agencyWord), (match) => ({ name: match[0], index: match.index }));
}
