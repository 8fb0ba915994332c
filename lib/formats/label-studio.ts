import { tellLosses } from "@/lib/formats/carries";
import type { OutputPiece, WriteContext } from "@/lib/formats/conversion";
import { factsOf } from "@/lib/formats/facts";
import { flatFeatures } from "@/lib/formats/flat-marks";
import { choiceFields, predictionForeign, type Region } from "@/lib/formats/label-studio-schema";
import type { ExportedAnnotation, ExportedLayer, ExportRecord } from "@/lib/formats/sourcebench-jsonl-schema";
import {
  attributionTypes,
  claimKinds,
  claimOrigins,
  linkRoles,
  quoteTypes,
  sourceKindsInText,
  stances,
} from "@/lib/vocabulary";

/** The relation from each further span of a mark to its first. */
export const partOf = "part-of";

/** What a prediction was, for a layer that came from one. */
function predictionOf(layer: ExportedLayer) {
  const foreign = layer.origin?.foreign;
  if (foreign?.format !== "label-studio") return null;
  const parsed = predictionForeign.safeParse(foreign.data);
  return parsed.success ? parsed.data.prediction : null;
}

/**
 * Writes Label Studio's JSON: a task an article, an annotation a layer (a prediction where it was one), a region a span in
 * code points, fields as choices of the region, links as relations; the rest stands as JSON in the region's notes. The
 * labelling configuration that shows it goes into `labelling-config.xml` beside.
 */
export async function* writeLabelStudio(
  records: AsyncIterable<ExportRecord>,
  context: WriteContext,
): AsyncGenerator<OutputPiece> {
  let number = 0;
  for await (const record of records) {
    tellLosses(record, "label-studio", context.lose);
    number += 1;
    const people = record.layers.filter((layer) => predictionOf(layer) === null);
    const task = {
      id: number,
      data: {
        text: record.articleVersion.text,
        article: record.article.id,
        facts: factsOf(record),
        layers: Object.fromEntries(
          people.map(({ id, annotator, nothingToMark }) => [id, { annotator, nothingToMark }]),
        ),
      },
      annotations: people.map((layer) => ({
        unique_id: layer.id,
        created_at: layer.createdAt,
        was_cancelled: false,
        ground_truth: layer.kind === "gold",
        result: regionsOf(layer),
      })),
      predictions: record.layers.flatMap((layer) => {
        const prediction = predictionOf(layer);
        if (!prediction) return [];
        return [
          { model_version: prediction.modelVersion, score: prediction.score, result: regionsOf(layer) },
        ];
      }),
    };
    yield { path: "", text: `${number === 1 ? "[" : ","}\n${JSON.stringify(task)}` };
  }
  yield { path: "", text: number === 0 ? "[]\n" : "\n]\n" };
  yield { path: "labelling-config.xml", text: configuration };
}

function regionsOf(layer: ExportedLayer): Region[] {
  const relations = layer.claimLinks.map(({ attribution, claim, role, stance }): Region => {
    const ends = { from_id: attribution, to_id: claim, direction: "right" };
    return { type: "relation", ...ends, labels: [`carries:${role}:${stance}`] };
  });
  return [...layer.annotations.flatMap((mark) => regionsOfMark(layer, mark)), ...relations];
}

function regionsOfMark(layer: ExportedLayer, mark: ExportedAnnotation): Region[] {
  return mark.spans.flatMap(({ role, start, end, quote }, place): Region[] => {
    const id = place === 0 ? mark.id : `${mark.id}-${place + 1}`;
    const label = mark.kind === "attribution" ? `attribution:${role}` : mark.kind;
    const features = flatFeatures(layer, mark, role, true);
    const meta = place === 0 && features.more !== null ? { meta: { text: [features.more] } } : {};
    const common = { id, to_name: "text" };
    const region: Region = {
      ...common,
      from_name: "label",
      type: "labels",
      value: { start, end, text: quote, labels: [label] },
      ...meta,
    };
    if (place > 0) {
      const relation = { from_id: id, to_id: mark.id, direction: "right", labels: [partOf] };
      return [region, { type: "relation", ...relation }];
    }
    const choices = choiceFields.flatMap((name): Region[] => {
      const value = features[name];
      if (value === null) return [];
      return [{ ...common, from_name: name, type: "choices", value: { start, end, choices: [value] } }];
    });
    const note: Region = {
      ...common,
      from_name: "note",
      type: "textarea",
      value: { start, end, text: [features.note ?? ""] },
    };
    return [region, ...choices, ...(features.note === null ? [] : [note])];
  });
}

function choicesOf(name: string, values: readonly string[], labels: string): string {
  const list = values.map((value) => `      <Choice value="${value}"/>`).join("\n");
  return `    <Choices name="${name}" toName="text" perRegion="true" whenTagName="label" whenLabelValue="${labels}">\n${list}\n    </Choices>`;
}

const roles = ["source", "cue", "content", "body"].map((role) => `attribution:${role}`);
const labels = ["claim", ...roles, "duplicate"];
const relations = [
  ...linkRoles.flatMap((role) => stances.map((stance) => `carries:${role}:${stance}`)),
  partOf,
];

/** What Label Studio needs to show and change the tasks (https://labelstud.io/tags). */
const configuration = `<View>
  <Labels name="label" toName="text">
${labels.map((label) => `    <Label value="${label}"/>`).join("\n")}
  </Labels>
  <Relations>
${relations.map((relation) => `    <Relation value="${relation}"/>`).join("\n")}
  </Relations>
  <Text name="text" value="$text" granularity="symbol"/>
  <View visibleWhen="region-selected">
${choicesOf("kind", claimKinds, "claim")}
${choicesOf("origin", claimOrigins, "claim")}
${choicesOf("quoteType", quoteTypes, roles.join(","))}
${choicesOf("attributionType", attributionTypes, roles.join(","))}
${choicesOf("sourceKind", sourceKindsInText, roles.join(","))}
    <TextArea name="note" toName="text" perRegion="true"/>
  </View>
</View>
`;
