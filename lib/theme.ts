/** The colour themes a person can choose; `system` follows the device. */
export const themes = ["system", "light", "dark"] as const;

export type Theme = (typeof themes)[number];

/** The name of the cookie in which the choice is kept, so that the first byte of HTML already has it. */
export const themeCookie = "theme";

/** The theme that a stored value names; anything unknown or absent is `system`. */
export function parseTheme(value: unknown): Theme {
  return themes.find((theme) => theme === value) ?? "system";
}
