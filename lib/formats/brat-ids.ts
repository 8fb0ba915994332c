import type { BratForeign } from "@/lib/formats/brat-lines";

/** Ids of one `.ann` file: those that came from brat stay what they were, new ones take the numbers between. */
export type BratIds = {
  next: (letter: "T" | "E" | "R" | "A" | "N" | "#") => string;
  /** Whether a kept id may be written for this content, was written for it, or stands for something else by now. */
  kept: (id: string, content: string) => "free" | "written" | "other";
};

/** Ids for one layer, given what brat kept beside it. */
export function createBratIds(foreign: BratForeign | null): BratIds {
  const last = new Map<string, number>();
  const written = new Map<string, string>();
  const known = new Set([
    ...Object.values(foreign?.marks ?? {}).flatMap(({ id, trigger, args }) => [
      id,
      trigger?.id ?? "",
      ...args.map((arg) => arg.id),
    ]),
    ...(foreign?.bounds ?? []).map(({ id }) => id),
    ...(foreign?.lines ?? []).map((line) => line.slice(0, line.indexOf("\t"))),
  ]);
  return {
    next(letter) {
      let number = (last.get(letter) ?? 0) + 1;
      while (known.has(`${letter}${number}`)) number++;
      last.set(letter, number);
      return `${letter}${number}`;
    },
    kept(id, content) {
      const there = written.get(id);
      if (there === undefined) {
        written.set(id, content);
        return "free";
      }
      return there === content ? "written" : "other";
    },
  };
}
