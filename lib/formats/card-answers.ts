import type { WriteContext } from "@/lib/formats/conversion";
import type { CardItem, ExportedMention } from "@/lib/formats/dataset-items";

/** What a format of one claim a card says of it: the first mention, who spoke, and the newest judgement of each kind. */
export type CardAnswers = {
  first: ExportedMention | null;
  speaker: { name: string; kind: string | null } | null;
  verdict: CardItem["verdicts"][number] | null;
  credibility: CardItem["credibilities"][number] | null;
};

/**
 * The answers of a card. The first mention is the earliest published that says the same and does not deny it; of verdicts
 * and of credibility grades the newest counts. Whatever else there is (further speakers, judgements that differ from the
 * newest) is told to `context.lose`.
 */
export function answersOf(card: CardItem, context: WriteContext): CardAnswers {
  const lose = (what: string, why: string, count: number) =>
    context.lose({ what, why, article: card.statement, count });
  const said = card.mentions.filter(({ isSame, stance }) => isSame && stance !== "denies");
  const first =
    said.toSorted((a, b) => ((a.publishedAt ?? "9") < (b.publishedAt ?? "9") ? -1 : 1)).at(0) ?? null;
  const speakers = new Set(said.flatMap((mention) => speakerOf(mention)?.name ?? []));
  const speaker = first && speakerOf(first);
  if (speaker) speakers.delete(speaker.name);
  lose("further speakers of a claim", "the format names one", speakers.size);
  const [verdict, credibility] = [newest(card.verdicts), newest(card.credibilities)];
  const verdicts = card.verdicts.filter((one) => one.verdict !== verdict?.verdict).length;
  lose("verdicts that differ from the newest", "the format has one a claim", verdicts);
  const grades = card.credibilities.filter(({ grade }) => grade !== credibility?.grade).length;
  lose("grades of credibility that differ from the newest", "the format has one a claim", grades);
  return { first, speaker, verdict, credibility };
}

function speakerOf({ speakers, words }: ExportedMention): CardAnswers["speaker"] {
  const [source] = speakers;
  if (source) return { name: source.name, kind: source.kind };
  return words === null || words === "" ? null : { name: words, kind: null };
}

function newest<T extends { at: string; id: string }>(judgements: readonly T[]): T | null {
  return judgements.toSorted((a, b) => (`${a.at} ${a.id}` < `${b.at} ${b.id}` ? 1 : -1))[0] ?? null;
}
