/** A name without the small words that stand before its first capital: "commander Shirsky" → "Shirsky". */
export function bareName(text: string): string {
  return text
    .trim()
    .normalize("NFC")
    .replace(/^(?:\p{Ll}[\p{L}\p{M}'’.-]*\s+)+(?=\p{Lu})/u, "");
}

/** The parts of a compound source's words ("the ministry and the fire service"); one part where it is not compound. */
export function compoundParts(text: string): string[] {
  return text
    .split(/\s*[,،、]\s*(?:and\s+)?|\s+(?:and|und|et|y|en|oraz|и|і|та)\s+/iu)
    .map((part) => part.trim())
    .filter((part) => part !== "");
}
