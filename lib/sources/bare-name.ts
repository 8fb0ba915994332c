const titles =
  `general colonel major captain lieutenant sergeant admiral commander president minister premier chancellor
  senator deputy governor mayor judge doctor dr professor prof mr mrs ms miss sir dame lord lady herr frau oberst hauptmann
  bürgermeister ministerin präsident monsieur madame colonel général président señor señora coronel presidente signor signora
  генерал полковник майор президент министр міністр`
    .split(/\s+/u)
    .map((title) => title.normalize("NFC"));

/** A name without the small words and titles that stand before it: "commander Shirsky", "Gen. Shirsky" → "Shirsky". */
export function bareName(text: string): string {
  let name = text.trim().normalize("NFC");
  for (;;) {
    const [, first = "", rest = ""] = /^([\p{L}\p{M}'’.-]+)\s+(?=\p{L})(.+)$/su.exec(name) ?? [];
    const isSmall = /^\p{Ll}/u.test(first) && /^(?:\p{Ll}[\p{L}\p{M}'’.-]*\s+)*\p{Lu}/u.test(rest);
    const isTitle = titles.includes(first.replace(/\.$/u, "").toLowerCase()) || /^\p{L}{3,4}\.$/u.test(first);
    if (rest === "" || !(isSmall || (isTitle && /^\p{Lu}/u.test(rest)))) return name;
    name = rest;
  }
}

/** The parts of a compound source's words ("the ministry and the fire service"); one part where it is not compound. */
export function compoundParts(text: string): string[] {
  return text
    .split(/\s*[,،、]\s*(?:and\s+)?|\s+(?:and|und|et|y|en|oraz|и|і|та)\s+/iu)
    .map((part) => part.trim())
    .filter((part) => part !== "");
}
