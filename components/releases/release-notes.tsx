import type { ReactNode } from "react";

const list = /^[-*]\s+/;
const heading = /^#{2,6}\s+/;

/** The notes of a release as read: its headings, lists and paragraphs; every other mark of Markdown stands as it was typed. */
export function ReleaseNotes({ text }: { text: string }) {
  return <div className="flex max-w-prose flex-col gap-2 break-words">{partsOf(text).map(draw)}</div>;
}

/** Lists and paragraphs of several lines stay together; the title of the whole, which the card has, is left out. */
function partsOf(text: string): string[][] {
  const parts: string[][] = [];
  for (const line of text.split("\n").filter((one) => !/^#\s/.test(one))) {
    const last = parts.at(-1);
    const before = last?.at(-1) ?? "";
    const goesOn = line !== "" && before !== "" && !heading.test(line) && !heading.test(before);
    if (last && goesOn && list.test(line) === list.test(before)) last.push(line);
    else if (line !== "" || before !== "") parts.push([line]);
  }
  return parts.filter(([line]) => line !== "");
}

function draw(lines: string[], place: number): ReactNode {
  const [first = ""] = lines;
  if (heading.test(first))
    return (
      <h3 key={place} className="mt-2 font-medium first:mt-0">
        {first.replace(heading, "")}
      </h3>
    );
  if (list.test(first))
    return (
      <ul key={place} className="list-disc ps-5">
        {lines.map((line) => (
          <li key={line}>{line.replace(list, "")}</li>
        ))}
      </ul>
    );
  return (
    <p key={place} className="whitespace-pre-wrap">
      {lines.join("\n")}
    </p>
  );
}
