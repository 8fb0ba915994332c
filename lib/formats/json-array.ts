import type { InputFile } from "@/lib/formats/conversion";

/**
 * The texts of the members of a file's outermost JSON array, one by one, so that a file of any size needs the memory of
 * its largest member; of any other JSON the whole. Whether the members are JSON is for their reader to say; a file that
 * ends within one gives what is there. Throws TypeError for bytes that are not UTF-8.
 */
export async function* readArrayMembers(file: InputFile): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let text = "";
  let at = 0;
  let from = 0;
  let depth = 0;
  let isList: boolean | null = null;
  let isQuoted = false;
  async function* decoded() {
    for await (const piece of file.pieces()) yield decoder.decode(piece, { stream: true });
    yield decoder.decode();
  }
  for await (const piece of decoded()) {
    text += piece;
    for (; at < text.length; at++) {
      const sign = text.charAt(at);
      if (isList === null) {
        if (/[\s\uFEFF]/.test(sign)) continue;
        isList = sign === "[";
        from = isList ? at + 1 : at;
      } else if (isQuoted) {
        if (sign === "\\") at++;
        else if (sign === '"') isQuoted = false;
      } else if (sign === '"') isQuoted = true;
      else if (sign === "{" || sign === "[") depth++;
      else if (isList && depth === 0 && (sign === "," || sign === "]")) {
        const member = text.slice(from, at);
        if (member.trim() !== "") yield member;
        from = at + 1;
      } else if (sign === "}" || sign === "]") depth--;
    }
    if (isList && from > 0) {
      text = text.slice(from);
      at -= from;
      from = 0;
    }
  }
  const rest = text.slice(from);
  if (rest.trim() !== "") yield rest;
}
