import { saysMachineTranslated, saysTranslated } from "@/lib/intake/block-cues";
import type { Translated } from "@/lib/intake/draft";
import { splitUnits } from "@/lib/intake/units";

/**
 * Whether an article says of itself that it was translated: "machine" or "human" when a notice among its first three
 * or last six paragraphs says so, else null (which is no proof that it was not).
 */
export function proposeTranslated(text: string): Extract<Translated, "machine" | "human"> | null {
  const units = splitUnits(text);
  const edge = units.filter((_, index) => index < 3 || index >= units.length - 6);
  if (edge.some((unit) => saysMachineTranslated(unit.text))) return "machine";
  return edge.some((unit) => saysTranslated(unit.text)) ? "human" : null;
}
