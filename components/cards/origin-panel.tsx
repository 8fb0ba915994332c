import Link from "next/link";
import { InterestFlags } from "@/components/cards/interest-flags";
import { mentionHref } from "@/components/cards/mention-href";
import type { FormAction } from "@/components/forms/action-form";
import { FormRadioGroup } from "@/components/forms/form-radio-group";
import { FormTextArea } from "@/components/forms/form-text-area";
import { FormDialog } from "@/components/sources/form-dialog";
import { Badge, type Tone } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { Time } from "@/components/ui/time";
import type { CardDto, OriginDto, PairDto, PairLevel } from "@/lib/cards/schema";
import { describeDistribution } from "@/lib/ratings/distribution";
import { labelOf } from "@/lib/vocabulary";

const levels: Record<PairLevel, { label: string; tone: Tone }> = {
  known: { label: "Dependent", tone: "danger" },
  possible: { label: "Possibly dependent", tone: "warning" },
  independent: { label: "Independent", tone: "success" },
  joined: { label: "Count as one", tone: "neutral" },
  "not-examined": { label: "Not examined", tone: "neutral" },
};

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
            <ul className="flex flex-col gap-3">
              {card.pairs.map((pair) => (
                <Pair
                  key={`${pair.a.id} ${pair.b.id}`}
                  cardId={card.id}
                  pair={pair}
                  judge={card.canEdit ? judge : null}
                />
              ))}
            </ul>
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
      <Link className="link font-medium" href={`/sources/${origin.id}`}>
        {origin.name}
      </Link>{" "}
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

function Pair({ cardId, pair, judge }: { cardId: string; pair: PairDto; judge: FormAction<null> | null }) {
  const { label, tone } = levels[pair.level];
  const names = `${pair.a.name} and ${pair.b.name}`;
  return (
    <li className="flex items-start justify-between gap-3 text-base">
      <div className="min-w-0">
        <p>
          {names} <Badge tone={tone}>{label}</Badge>
        </p>
        {(pair.why || pair.judged) && (
          <p className="text-sm text-ink-muted">
            {pair.why}
            {pair.judged && (
              <>
                {" "}
                ({pair.judged.byName}, <Time value={pair.judged.at} format="day" />)
              </>
            )}
          </p>
        )}
      </div>
      {judge && (
        <FormDialog
          title={`Do ${names} depend on each other?`}
          description="The judgement holds on every card; earlier ones stay in the history."
          button="Judge…"
          size="sm"
          submitLabel="Save"
          action={judge}
          hidden={{ cardId, a: pair.a.id, b: pair.b.id }}
        >
          <FormRadioGroup
            name="level"
            legend="How"
            options={[
              {
                value: "known",
                label: "Dependent",
                help: "One has it from the other, or both from a third: they count as one.",
              },
              {
                value: "possible",
                label: "Possibly dependent",
                help: "It cannot be excluded: they count as one in the low number.",
              },
              { value: "independent", label: "Independent", help: "Each can know it without the other." },
            ]}
          />
          <FormTextArea name="reason" label="Why" required rows={2} />
        </FormDialog>
      )}
    </li>
  );
}
