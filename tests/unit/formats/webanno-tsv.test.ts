import { describe, expect, test } from "vitest";
import { readWebAnnoTsv } from "@/lib/formats/webanno-tsv";

const head = "#FORMAT=WebAnno TSV 3.3";
const row = (...cells: (string | number)[]) => `${cells.join("\t")}\t`;

describe("readWebAnnoTsv", () => {
  test("marks over several tokens, stacked ones, and features without a value", () => {
    const { text, spans } = readWebAnnoTsv(
      [
        head,
        "#T_SP=ner.Entity|value|id",
        "",
        "",
        "#Text=Lower Velm Bank failed .",
        row("1-1", "0-5", "Lower", "LOC[1]|ORG[2]", "*[1]|q7[2]"),
        row("1-2", "6-10", "Velm", "LOC[1]|ORG[2]", "*[1]|q7[2]"),
        row("1-3", "11-15", "Bank", "ORG[2]", "q7[2]"),
        row("1-4", "16-22", "failed", "_", "_"),
        row("1-5", "23-24", ".", "*", "*"),
      ].join("\n"),
    );
    expect(text).toBe("Lower Velm Bank failed .");
    expect(spans).toMatchObject([
      { layer: "ner.Entity", start: 0, end: 10, features: { value: "LOC", id: null } },
      { start: 0, end: 15, features: { value: "ORG", id: "q7" } },
      { start: 23, end: 24, features: { value: null, id: null } },
    ]);
  });

  test("offsets in UTF-16 become code points; parts of tokens; several sentences; line ends of either kind", () => {
    const { text, spans } = readWebAnnoTsv(
      [
        head,
        "#T_SP=ner.Entity|value",
        "",
        "#Text=🌊🌊 Korvabridge",
        row("1-1", "0-4", "🌊🌊", "_"),
        row("1-2", "5-16", "Korvabridge", "_"),
        row("1-2.1", "5-10", "Korva", "LOC"),
        "",
        "#Text=Nobody knew",
        row("2-1", "17-23", "Nobody", "PER"),
        row("2-2", "24-28", "knew", "_"),
      ].join("\r\n"),
    );
    expect(text).toBe("🌊🌊 Korvabridge\nNobody knew");
    expect(spans.map(({ start, end }) => [...text].slice(start, end).join(""))).toEqual(["Korva", "Nobody"]);
  });

  test("escapes are values, not signs", () => {
    const { text, spans } = readWebAnnoTsv(
      [
        head,
        "#T_SP=note|value",
        "",
        "#Text=a\\tb\\\\c",
        row("1-1", "0-5", "a\\tb\\\\c", "one\\|two\\[3\\]|\\*|\\_|x\\;y\\\\"),
      ].join("\n"),
    );
    expect(text).toBe("a\tb\\c");
    expect(spans.map(({ features }) => features.value)).toEqual(["one|two[3]", "*", "_", "x;y\\"]);
  });

  test("relations between marks, stacked marks and bare tokens", () => {
    const { spans, relations } = readWebAnnoTsv(
      [
        head,
        "#T_SP=pos|tag",
        "#T_RL=dep|type|BT_pos",
        "#T_RL=next|type|BT_token",
        "",
        "#Text=one two three",
        row("1-1", "0-3", "one", "A[1]|B[2]", "_", "_", "*", "1-2"),
        row("1-2", "4-7", "two", "C", "obj|sub", "1-1[2_0]|1-1[1_0]", "_", "_"),
        row("1-3", "8-13", "three", "_", "_", "_", "_", "_"),
      ].join("\n"),
    );
    const tag = (id: string) => spans.find((span) => span.id === id)?.features.tag ?? null;
    const dep = relations.filter(({ layer }) => layer === "dep");
    expect(dep.map(({ fromId, toId, features }) => [tag(fromId), tag(toId), features.type])).toEqual([
      ["B", "C", "obj"],
      ["A", "C", "sub"],
    ]);
    const [next] = relations.filter(({ layer }) => layer === "next");
    const place = (id?: string) => spans.find((span) => span.id === id);
    expect(place(next?.fromId)).toMatchObject({ layer: "token", start: 4, end: 7 });
    expect(place(next?.toId)).toMatchObject({ layer: "token", start: 0, end: 3 });
  });

  test("slots with roles, targets of several tokens, and none", () => {
    const { spans, slots } = readWebAnnoTsv(
      [
        head,
        "#T_SP=arg|kind",
        "#T_SP=frame|name|ROLE_frame:Roles_frame.RolesLink|arg",
        "",
        "#Text=Ada sold the big boat yesterday",
        row("1-1", "0-3", "Ada", "person", "_", "_", "_"),
        row("1-2", "4-8", "sold", "_", "trade", "seller;goods;*", "1-1;1-4[3];1-6"),
        row("1-3", "9-12", "the", "_", "_", "_", "_"),
        row("1-4", "13-16", "big", "thing[3]", "_", "_", "_"),
        row("1-5", "17-21", "boat", "thing[3]", "_", "_", "_"),
        row("1-6", "22-31", "yesterday", "time", "empty", "*", "*"),
      ].join("\n"),
    );
    const target = (id: string) => spans.find((span) => span.id === id);
    expect(slots.map(({ role, targetId }) => [role, target(targetId)?.features.kind])).toEqual([
      ["seller", "person"],
      ["goods", "thing"],
      [null, "time"],
    ]);
    expect(target(slots[1]?.targetId ?? "")).toMatchObject({ start: 13, end: 21 });
    expect(spans.filter(({ layer }) => layer === "frame")).toHaveLength(2);
    expect(slots[0]?.feature).toBe("Roles_frame.RolesLink");
  });

  test.each([
    ["another format", "#FORMAT=CoNLL"],
    ["a line that is none", `${head}\n\n#Text=a\nwhat`],
    ["offsets that are none", `${head}\n\n#Text=a\n1-1\t0:1\ta\t`],
    ["a token that is not there", `${head}\n#T_RL=dep|type|BT_token\n\n#Text=a\n1-1\t0-1\ta\tobj\t1-9\t`],
  ])("refuses %s, by its line", (_, file) => {
    expect(() => readWebAnnoTsv(file)).toThrow(/This is no WebAnno TSV 3 file/);
  });
});
