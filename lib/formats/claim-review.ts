import { averitecLabels } from "@/lib/formats/averitec";
import { answersOf, type CardAnswers } from "@/lib/formats/card-answers";
import { tellItemLoss, tellLosses } from "@/lib/formats/carries";
import { type DatasetEntry, isItem, type OutputPiece, type WriteContext } from "@/lib/formats/conversion";
import type { CardItem, ExportedMention } from "@/lib/formats/dataset-items";
import { credibilityDefinitions } from "@/lib/vocabulary";

/**
 * Writes one JSON-LD document of schema.org's ClaimReview, a claim card each. `ratingValue` is 6 less the newest grade of
 * credibility, so that schema.org's order holds: `bestRating` 5 is grade 1 (confirmed), `worstRating` 1 is grade 5
 * (improbable). Grade 6 is a missing one and has no number. `alternateName` is the verdict, or the grade's own name.
 */
export async function* writeClaimReview(
  entries: AsyncIterable<DatasetEntry>,
  context: WriteContext,
): AsyncGenerator<OutputPiece> {
  yield { path: "", text: '{\n"@context": "https://schema.org",\n"@graph": [' };
  let number = 0;
  for await (const entry of entries) {
    if (!isItem(entry)) {
      tellLosses(entry, "claimreview", context.lose);
      const what = "texts and marks of articles";
      context.lose({ what, why: "the format has claims alone", article: entry.article.title, count: 1 });
    } else if (tellItemLoss(entry, "claimreview", context.lose) && entry.item === "card") {
      number += 1;
      const review = JSON.stringify(reviewOf(entry, context), null, 1);
      yield { path: "", text: `${number === 1 ? "" : ","}\n${review}` };
    }
  }
  yield { path: "", text: "\n]\n}\n" };
}

function reviewOf(card: CardItem, context: WriteContext): object {
  const answers = answersOf(card, context);
  const { verdict, credibility } = answers;
  const lose = (what: string, why: string, count: number) =>
    context.lose({ what, why, article: card.statement, count });
  const denied = card.mentions.filter(({ isSame, stance }) => !isSame || stance === "denies").length;
  lose("mentions that deny a claim or say another", "the format names where it appeared", denied);
  lose("counts of independent origins", "the format has no place for them", card.corroboration ? 1 : 0);
  lose("what is checked about a claim", "the format has no place for it", card.claimTypes.length);
  const reviewer = verdict ?? credibility;
  return {
    "@type": "ClaimReview",
    "@id": `urn:uuid:${card.id}`,
    claimReviewed: card.statement,
    ...(reviewer
      ? {
          datePublished: reviewer.at,
          author: { "@type": "Person", name: reviewer.by },
          reviewBody: reviewer.rationale,
        }
      : {}),
    itemReviewed: claimOf(card, answers),
    ...(reviewer ? { reviewRating: ratingOf(answers) } : {}),
    citation: card.evidence.map(({ url, archivedUrl, quote }) => ({
      "@type": "CreativeWork",
      url,
      ...(archivedUrl === null ? {} : { archivedAt: archivedUrl }),
      text: quote,
    })),
  };
}

function ratingOf({ verdict, credibility }: CardAnswers): object {
  const grade = credibility?.grade;
  const name = grade ? `${grade} – ${credibilityDefinitions[grade].name}` : null;
  const number =
    grade && grade !== "6" ? { ratingValue: 6 - Number(grade), bestRating: 5, worstRating: 1 } : {};
  return {
    "@type": "Rating",
    ...number,
    alternateName: verdict ? averitecLabels[verdict.verdict] : name,
    ...(credibility ? { ratingExplanation: `${name}. ${credibility.rationale}` } : {}),
  };
}

function claimOf(card: CardItem, { first, speaker }: CardAnswers): object {
  const said = card.mentions.filter(({ isSame, stance }) => isSame && stance !== "denies");
  const type = speaker?.kind === "person" ? "Person" : "Organization";
  return {
    "@type": "Claim",
    text: card.statement,
    ...(speaker ? { author: { "@type": speaker.kind === null ? "Thing" : type, name: speaker.name } } : {}),
    ...(first?.publishedAt ? { datePublished: first.publishedAt } : {}),
    ...(first ? { firstAppearance: appearanceOf(first) } : {}),
    appearance: said.filter((mention) => mention !== first).map(appearanceOf),
  };
}

function appearanceOf({ title, url, publishedAt, publisher, quote }: ExportedMention): object {
  return {
    "@type": "NewsArticle",
    headline: title,
    ...(url === null ? {} : { url }),
    ...(publishedAt === null ? {} : { datePublished: publishedAt }),
    ...(publisher === null ? {} : { publisher: { "@type": "Organization", name: publisher.name } }),
    text: quote,
  };
}
