/** A text of invented words with overlapping spans, the same for the same numbers; offsets are code points. */
export type BenchText = { text: string; spans: { id: string; start: number; end: number }[] };

const words =
  "harbour flood council mayor bridge water rescue people houses engineer report morning river crews night district minister counted lamps warned officials statement boats road school repair".split(
    " ",
  );

/** Paragraphs of 200 to 700 characters up to `length`, and `count` spans of 20 to 200 characters strewn over them. */
export function makeText(length: number, count: number): BenchText {
  const random = generator(length + count);
  const sentence = () => {
    const own = Array.from({ length: 6 + Math.floor(random() * 16) }, () => pick(random, words)).join(" ");
    return `${own.charAt(0).toUpperCase()}${own.slice(1)}.`;
  };
  let text = "";
  while (text.length < length) {
    const most = 200 + random() * 500;
    let paragraph = sentence();
    while (paragraph.length < most) paragraph += ` ${sentence()}`;
    text += `${paragraph}\n`;
  }
  // A text must not end in white space.
  text = `${text.slice(0, length - 1).trimEnd()}.`.padEnd(length, ".");
  const spans = Array.from({ length: count }, (_, place) => {
    const start = Math.floor(random() * (length - 220));
    return { id: idOf(place), start, end: start + 20 + Math.floor(random() * 180) };
  });
  return { text, spans };
}

function idOf(place: number): string {
  return `00000000-0000-4000-8000-${place.toString(16).padStart(12, "0")}`;
}

function pick(random: () => number, from: readonly string[]): string {
  return from[Math.floor(random() * from.length)] ?? "";
}

/** A linear congruential generator (Numerical Recipes), numbers from 0 to 1. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
