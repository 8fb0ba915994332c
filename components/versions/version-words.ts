/** What a text of an article is called beside others, in a sentence: "version 2". */
export function versionName(number: number): string {
  return `version ${number}`;
}

/** What is said of a text that there is a newer one of. */
export const notNewest = "not the newest";

/** On which texts of an article its layers stand: "Layers on versions 1 and 2", "Layers on version 1, not the newest". */
export function layersOnWords({ versions, newest }: { versions: readonly number[]; newest: number }): string {
  const [first, ...more] = versions;
  const last = more.pop();
  const named =
    first === undefined || last === undefined
      ? versionName(first ?? newest)
      : `versions ${[first, ...more].join(", ")} and ${last}`;
  return `Layers on ${named}${versions.includes(newest) ? "" : `, ${notNewest}`}`;
}
