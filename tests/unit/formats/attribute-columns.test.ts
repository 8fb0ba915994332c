import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { parquetReadObjects } from "hyparquet";
import { describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { cellOf, columnsOf } from "@/lib/attributes/columns";
import { attributeDefinition } from "@/lib/attributes/schema";
import { huggingFaceRow, layerOfRow } from "@/lib/formats/huggingface-rows";
import { writeRecord } from "@/lib/formats/sourcebench-jsonl";
import type { ExportedAnnotation, ExportRecord } from "@/lib/formats/sourcebench-jsonl-schema";
import { convertCommand } from "../../../bin/cli/convert-command";
import { arbitraryArticle, readAs, writeAs } from "./conversion-support";

const choices = ["local", "national"].map((key) => ({ key, label: key }));
const definitions = [
  { kind: "claim", key: "topic", type: "choices", label: "Topics", choices },
  { kind: "claim", key: "harm", type: "number", label: "Harm" },
  { kind: "attribution", key: "tone", type: "choice", label: "Tone", choices },
  { kind: "claim", key: "said_on", type: "date", label: "Said on" },
].map((one) => attributeDefinition.parse(one));
const columns = columnsOf(definitions);
const train = "data/train-00000-of-00001.parquet";

/** An article whose marks answer the attributes above. */
function answered(): ExportRecord {
  const [record] = fc.sample(arbitraryArticle, { numRuns: 1, seed: 5 });
  const [layer] = record?.layers ?? [];
  if (!record || !layer) throw new Error("no article");
  const values = { topic: ["local", "national"], harm: 1.5, said_on: "2026-03-01" };
  const annotations = layer.annotations.map((mark): ExportedAnnotation => {
    if (mark.kind === "claim") return { ...mark, attributes: values };
    return { ...mark, attributes: mark.kind === "attribution" ? { tone: "local" } : {} };
  });
  const attributeVersion = { id: "0195fa00-0000-7000-8000-0000000000aa", number: 1, definitions };
  return { ...record, layers: [{ ...layer, annotations, attributeVersion }] };
}

const rows = z.array(
  z.object({
    annotations: z.array(
      z.object({
        kind: z.string(),
        attr_topic: z.array(z.string()).nullish(),
        attr_harm: z.number().nullish(),
        attr_said_on: z.string().nullish(),
        attr_tone: z.string().nullish(),
      }),
    ),
  }),
);

function bufferOf(bytes: Uint8Array | undefined): ArrayBuffer {
  return new Uint8Array(bytes ?? []).buffer;
}

describe("attributes of a project's own in tables", () => {
  it("have a column each, by key, of the type in which they are asked; asked in two ways it is text", () => {
    expect(columns).toEqual([
      { key: "harm", type: "number" },
      { key: "said_on", type: "text" },
      { key: "tone", type: "text" },
      { key: "topic", type: "texts" },
    ]);
    const two = { ...definitions[1], kind: "attribution", type: "text" };
    expect(columnsOf([...definitions, attributeDefinition.parse(two)])[0]).toEqual({
      key: "harm",
      type: "text",
    });
    expect(cellOf({ key: "harm", type: "text" }, 1.5)).toBe("1.5");
    expect(cellOf({ key: "harm", type: "number" }, "much")).toBeNull();
    expect(cellOf({ key: "topic", type: "texts" }, undefined)).toBeNull();
  });

  it("stand behind the fixed columns of annotations.csv, several choices joined", async () => {
    const { files } = await writeAs("csv", [answered()], { columns });
    const [head = "", ...lines] = (files.get("annotations.csv") ?? "").split("\r\n");
    expect(head.endsWith(",review,attr_harm,attr_said_on,attr_tone,attr_topic")).toBe(true);
    expect(lines.filter((line) => line.endsWith(",1.5,2026-03-01,,local;national")).length).toBeGreaterThan(
      0,
    );
    expect(lines.filter((line) => line.endsWith(",,,local,")).length).toBeGreaterThan(0);
  });

  it("are typed columns of the marks in Parquet, named on the card, and come back", async () => {
    const record = answered();
    const { binary, files } = await writeAs("huggingface", [record], { columns });
    const read = rows.parse(await parquetReadObjects({ file: bufferOf(binary.get(train)) }));
    const marks = read.flatMap(({ annotations }) => annotations);
    expect(marks.find(({ kind }) => kind === "claim")).toMatchObject({
      attr_topic: ["local", "national"],
      attr_harm: 1.5,
      attr_said_on: "2026-03-01",
    });
    expect(marks.find(({ kind }) => kind === "attribution")).toMatchObject({ attr_tone: "local" });
    const card = files.get("README.md") ?? "";
    expect(card).toMatch(/- name: attr_harm\n +dtype: float64/);
    expect(card).toContain("`attr_topic` (list of string)");
    const back = await readAs("huggingface", binary);
    const valuesOf = ({ layers }: ExportRecord) =>
      layers
        .flatMap(({ annotations }) => annotations.map(({ attributes }) => JSON.stringify(attributes)))
        .sort();
    expect(back.records.flatMap(valuesOf)).toEqual(valuesOf(record));
    const row = huggingFaceRow.parse({
      text: "Safe.",
      annotations: [
        { id: "a", kind: "claim", spans: [], attr_harm: 2, attr_topic: ["local"], attr_tone: null },
      ],
    });
    expect(layerOfRow(row, () => undefined)?.marks[0]?.attributes).toEqual({ harm: 2, topic: ["local"] });
  });

  it("are learnt from the complete format by a conversion", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "sourcebench-columns-"));
    vi.stubEnv("SOURCEBENCH_CWD", folder);
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    await writeFile(path.join(folder, "in.jsonl"), writeRecord(answered()));
    expect(await convertCommand(["--from", "jsonl", "--to", "csv", "in.jsonl", "out"])).toBe(0);
    const table = await readFile(path.join(folder, "out", "annotations.csv"), "utf8");
    expect(table.split("\r\n")[0]).toContain(",attr_harm,");
    await rm(folder, { recursive: true });
  });
});
