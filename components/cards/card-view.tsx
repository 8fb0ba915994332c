import { Pencil } from "lucide-react";
import { CandidatePanel } from "@/components/cards/candidate-panel";
import { CardTypeField } from "@/components/cards/card-list";
import { CredibilityPanel } from "@/components/cards/credibility-panel";
import { MentionList } from "@/components/cards/mention-list";
import { OriginPanel } from "@/components/cards/origin-panel";
import type { FormAction } from "@/components/forms/action-form";
import { FormTextArea } from "@/components/forms/form-text-area";
import { FormDialog } from "@/components/sources/form-dialog";
import { Badge } from "@/components/ui/badge";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Card } from "@/components/ui/card";
import { ErrorNote } from "@/components/ui/error-note";
import { PageHeader } from "@/components/ui/page-header";
import { Time } from "@/components/ui/time";
import type { CardDto } from "@/lib/cards/schema";
import type { SentenceTopic } from "@/lib/corroboration/sentence";
import { labelOf } from "@/lib/vocabulary";

export type CardActions = Record<
  "editCardAction" | "judgePairAction" | "rateCredibilityAction",
  FormAction<null>
>;

/** Where on the page each part of the sentence is counted out. */
const places: Record<SentenceTopic, string> = {
  mentions: "#mentions",
  clusters: "#mentions",
  denials: "#denials",
  unnamed: "#unnamed",
  values: "#mentions",
  origins: "#origins",
  range: "#pairs",
  assessments: "#origins",
  pairs: "#pairs",
};

const eventLabels: Record<string, string> = {
  "card.created": "Card made",
  "card.edited": "Card changed",
  "mention.added": "Mention added",
  "mention.rejected": "Answered: not the same",
  "mention.removed": "Mention taken off",
  "mention.restored": "Mention put back",
  "dependency.judged": "Pair of origins judged",
};

/** A claim card as one page: the sentence, the mentions, the origins and their pairs, and the credibility. */
export function CardView({ card, actions }: { card: CardDto; actions: CardActions }) {
  return (
    <>
      <PageHeader
        breadcrumb={
          <Breadcrumb items={[{ href: `/projects/${card.projectSlug}/claims`, label: "Claims" }]} />
        }
        title={card.statement}
        meta={card.type === "speech-act" && <Badge>{labelOf(card.type)}</Badge>}
        actions={
          card.canEdit && (
            <FormDialog
              title="Edit the card"
              button="Edit…"
              icon={<Pencil />}
              submitLabel="Save"
              action={actions.editCardAction}
              hidden={{ cardId: card.id, revision: String(card.revision) }}
            >
              <FormTextArea
                name="statement"
                label="Statement"
                required
                rows={2}
                defaultValue={card.statement}
              />
              <CardTypeField defaultType={card.type} />
            </FormDialog>
          )
        }
      />
      {card.problem ? (
        <ErrorNote className="mb-6">{card.problem}</ErrorNote>
      ) : (
        <p className="mb-2 max-w-3xl font-serif text-lg text-pretty">
          {card.sentence.map((part) => (
            <span key={`${part.about} ${part.text}`}>
              <a href={places[part.about]} className="link text-ink!">
                {part.text}
              </a>{" "}
            </span>
          ))}
        </p>
      )}
      {card.result && (
        <p className="mb-6 text-sm text-ink-muted">
          {card.result.suggestedCredibility === null
            ? "No credibility is suggested. "
            : `Suggested credibility: ${card.result.suggestedCredibility}. `}
          {card.result.why} An editor decides.
        </p>
      )}
      <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_24rem]">
        <div className="flex min-w-0 flex-col gap-6">
          <MentionList card={card} />
          {card.canEdit && <CandidatePanel cardId={card.id} projectSlug={card.projectSlug} />}
          <CredibilityPanel card={card} rate={actions.rateCredibilityAction} />
        </div>
        <div className="flex min-w-0 flex-col gap-6">
          <OriginPanel card={card} judge={actions.judgePairAction} />
          <Card title="History">
            <ol className="flex flex-col gap-1.5 text-sm">
              {card.events.map((event) => (
                <li key={event.id}>
                  {eventLabels[event.type] ?? event.type}{" "}
                  <span className="text-ink-muted">
                    {event.actorName}, <Time value={event.at} />
                  </span>
                </li>
              ))}
            </ol>
          </Card>
        </div>
      </div>
    </>
  );
}
