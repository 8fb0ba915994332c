/** What one column of a WebAnno TSV 3 file says about the annotations of its layer. */
export type TsvColumn =
  | { is: "feature"; name: string }
  | { is: "roles"; name: string }
  | { is: "targets"; name: string; layer: string }
  | { is: "governor"; layer: string };

/** A layer with its columns, in the file's order; `first` is the place of its first column among all. */
export type TsvLayer = {
  name: string;
  kind: "span" | "relation" | "chain";
  columns: TsvColumn[];
  first: number;
};

const kinds = { T_SP: "span", T_RL: "relation", T_CH: "chain" } as const;

/**
 * The layer that a header line declares (`#T_SP=`, `#T_RL=`, `#T_CH=`), or null for any other line. A slot feature takes
 * two columns (its roles, and the units they point to); a layer without features has one, which only says that it is
 * there.
 */
export function readTsvLayer(line: string, first: number): TsvLayer | null {
  const found = /^#(T_SP|T_RL|T_CH)=(.*)$/.exec(line);
  const code = found?.[1];
  if (code !== "T_SP" && code !== "T_RL" && code !== "T_CH") return null;
  const [name = "", ...fields] = (found?.[2] ?? "").split("|");
  const columns: TsvColumn[] = [];
  for (const field of fields.length > 0 ? fields : [""]) {
    const before = columns.at(-1);
    if (before?.is === "roles") columns.push({ is: "targets", name: before.name, layer: field });
    else if (field.startsWith("ROLE_"))
      columns.push({ is: "roles", name: field.slice(field.indexOf(":") + 1) });
    else if (code === "T_RL" && field.startsWith("BT_"))
      columns.push({ is: "governor", layer: field.slice(3) });
    else columns.push({ is: "feature", name: field });
  }
  return { name, kind: kinds[code], columns, first };
}

/** Splits at a character that no backslash precedes. */
export function splitUnescaped(text: string, at: string): string[] {
  const parts = [""];
  for (let place = 0; place < text.length; place++) {
    const character = text[place] ?? "";
    if (character === "\\") {
      parts.push((parts.pop() ?? "") + character + (text[place + 1] ?? ""));
      place++;
    } else if (character === at) parts.push("");
    else parts.push((parts.pop() ?? "") + character);
  }
  return parts;
}

const controls: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", f: "\f", b: "\b" };

/** The text that escapes stand for: a backslash before a letter for control characters, before anything else as is. */
export function unescapeTsv(text: string): string {
  return text.replace(/\\([\s\S])/g, (_, character: string) => controls[character] ?? character);
}

/** One of the annotations that a cell stacks: its value as written, and the number that tells it from others, 0 for none. */
export type TsvPiece = { raw: string; number: number };

/** The annotations of a cell; none for `_`. */
export function readTsvCell(cell: string): TsvPiece[] {
  if (cell === "_" || cell === "") return [];
  return splitUnescaped(cell, "|").map((piece) => {
    const found = /^((?:[^\\]|\\[\s\S])*?)\[(\d+)\]$/.exec(piece);
    return found ? { raw: found[1] ?? "", number: Number(found[2]) } : { raw: piece, number: 0 };
  });
}

/** The value of a feature: null for `*`, which says that there is none. */
export function readTsvValue(raw: string): string | null {
  return raw === "*" ? null : unescapeTsv(raw);
}
