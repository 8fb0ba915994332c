import { answersOf } from "@/lib/formats/card-answers";
import { tellItemLoss, tellLosses } from "@/lib/formats/carries";
import { type DatasetEntry, isItem, type OutputPiece, type WriteContext } from "@/lib/formats/conversion";
import type { CardItem } from "@/lib/formats/dataset-items";
import type { claimTypes, verdicts } from "@/lib/vocabulary";

/** AVeriTeC's labels (Schlichtkrull, Guo & Vlachos 2023) for our verdicts. */
export const averitecLabels: Readonly<Record<(typeof verdicts)[number], string>> = {
  supported: "Supported",
  refuted: "Refuted",
  "not-enough-evidence": "Not Enough Evidence",
  "conflicting-evidence": "Conflicting Evidence/Cherrypicking",
};

const typeLabels: Readonly<Record<(typeof claimTypes)[number], string>> = {
  "event-property": "Event/Property Claim",
  numerical: "Numerical Claim",
  "quote-verification": "Quote Verification",
  causal: "Causal Claim",
  "position-statement": "Position Statement",
};

/**
 * Writes one JSON array with the keys of AVeriTeC's files, a claim card each. `label` is the newest verdict, null where
 * nobody gave one; `claim_date` (dd-mm-yyyy, UTC) and `original_claim_url` are those of the earliest article that says it;
 * each piece of outside evidence is an answer without a question, with its stance beside.
 */
export async function* writeAveritec(
  entries: AsyncIterable<DatasetEntry>,
  context: WriteContext,
): AsyncGenerator<OutputPiece> {
  let number = 0;
  for await (const entry of entries) {
    if (!isItem(entry)) {
      tellLosses(entry, "averitec", context.lose);
      const what = "texts and marks of articles";
      context.lose({ what, why: "the format has claims alone", article: entry.article.title, count: 1 });
    } else if (tellItemLoss(entry, "averitec", context.lose) && entry.item === "card") {
      number += 1;
      const claim = JSON.stringify(claimOf(entry, context), null, 1);
      yield { path: "", text: `${number === 1 ? "[" : ","}\n${claim}` };
    }
  }
  yield { path: "", text: number === 0 ? "[]\n" : "\n]\n" };
}

function claimOf(card: CardItem, context: WriteContext): object {
  const { first, speaker, verdict, credibility } = answersOf(card, context);
  const lose = (what: string, why: string, count: number) =>
    context.lose({ what, why, article: card.statement, count });
  lose("grades of credibility", "the format has verdicts alone", credibility ? 1 : 0);
  lose(
    "mentions beyond the first",
    "the format names one place of a claim",
    Math.max(0, card.mentions.length - 1),
  );
  lose("counts of independent origins", "the format has no place for them", card.corroboration ? 1 : 0);
  lose("claims without a verdict", "their label is null", verdict ? 0 : 1);
  return {
    claim: card.statement,
    required_reannotation: false,
    label: verdict ? averitecLabels[verdict.verdict] : null,
    justification: verdict?.rationale ?? null,
    claim_date: first?.publishedAt ? dateOf(first.publishedAt) : null,
    speaker: speaker?.name ?? null,
    original_claim_url: first?.url ?? null,
    cached_original_claim_url: null,
    fact_checking_article: null,
    reporting_source: first?.publisher?.name ?? null,
    location_ISO_code: null,
    claim_types: card.claimTypes.map((type) => typeLabels[type]),
    fact_checking_strategies: [],
    questions: card.evidence.map(({ quote, url, archivedUrl, stance }) => ({
      question: "",
      answers: [
        {
          answer: quote,
          answer_type: "Extractive",
          source_url: url,
          cached_source_url: archivedUrl,
          source_medium: "Web text",
          stance,
        },
      ],
    })),
    card: card.id,
  };
}

function dateOf(time: string): string {
  const [year, month, day] = time.slice(0, 10).split("-");
  return `${day}-${month}-${year}`;
}
