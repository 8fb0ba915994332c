import { InterestFlags } from "@/components/cards/interest-flags";
import { PairTable } from "@/components/cards/pair-table";
import type { FormAction } from "@/components/forms/action-form";
import { SourceLink } from "@/components/sources/source-link";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { mentionHref } from "@/lib/cards/mention-href";
import type { CardDto, OriginDto } from "@/lib/cards/schema";
import { describeDistribution } from "@/lib/ratings/distribution";
import { labelOf } from "@/lib/vocabulary";

/** The origins of a card's mentions with their reliability (folded until the reader's own credibility), and each pair. */
export function OriginPanel({
  card,
  judge,
  setInterests,
}: {
  card: CardDto;
  judge: FormAction<null>;
  setInterests: FormAction<null>;
}) {
  return (
    <>
      <Card title="Origins" className="scroll-mt-20">
        <div id="origins" className="scroll-mt-24">
          {card.origins.length === 0 ? (
            <p className="text-sm text-ink-muted">
              No mention leads to an origin with a name. Resolve the attributions of its articles to sources.
            </p>
          ) : (
            <ul className="flex flex-col gap-3">
              {card.origins.map((origin) => (
                <Origin
                  key={`${origin.id} ${origin.use}`}
                  origin={origin}
                  cardId={card.id}
                  pages={card.mentionPages}
                  setInterests={card.canEdit ? setInterests : null}
                />
              ))}
            </ul>
          )}
          {card.origins.length > 0 && !card.hasRated && (
            <p className="mt-3 border-t border-border pt-3 text-sm text-ink-muted">
              {card.canRate
                ? "How reliable the origins proved shows once you have saved your own answer below: the one question should not colour the other."
                : "How reliable the origins proved stands on their own pages."}
            </p>
          )}
        </div>
      </Card>
      <Card
        title="Pairs of origins"
        lead="Two origins confirm each other only if neither depends on the other."
      >
        <div id="pairs" className="scroll-mt-24">
          {card.pairs.length === 0 ? (
            <p className="text-sm text-ink-muted">
              {card.origins.length > 1
                ? "Too many origins to lay out as pairs."
                : "There are pairs once there are two origins."}
            </p>
          ) : (
            <PairTable cardId={card.id} pairs={card.pairs} judge={card.canEdit ? judge : null} />
          )}
        </div>
      </Card>
    </>
  );
}

function Origin({
  origin,
  cardId,
  pages,
  setInterests,
}: {
  origin: OriginDto;
  cardId: string;
  pages: CardDto["mentionPages"];
  setInterests: FormAction<null> | null;
}) {
  return (
    <li className="text-base">
      <SourceLink id={origin.id} name={origin.name} className="link font-medium" />{" "}
      <span className="text-sm text-ink-muted">{labelOf(origin.kind)}</span>{" "}
      {origin.use === "assessment" && <Badge>Assessment</Badge>}
      <span className="block text-sm text-ink-muted">
        {origin.mentions.map(({ id, number }, index) => (
          <span key={id}>
            {index > 0 && ", "}
            <a className="link" href={mentionHref(pages, id)}>
              mention {number}
            </a>
          </span>
        ))}
        {origin.mentionCount > origin.mentions.length &&
          ` and ${origin.mentionCount - origin.mentions.length} more`}
      </span>
      <InterestFlags cardId={cardId} origin={origin} setInterests={setInterests} />
      {origin.grades?.map((grade) => (
        <span key={`${grade.role} ${grade.topic}`} className="block text-sm">
          {labelOf(grade.role)}
          {grade.topic && ` (${grade.topic})`}: {describeDistribution(grade.distribution)}
        </span>
      ))}
      {origin.grades?.length === 0 && (
        <span className="block text-sm text-ink-muted">You have not rated it, so no rating shows.</span>
      )}
    </li>
  );
}
