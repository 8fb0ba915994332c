import { Pencil } from "lucide-react";
import { CandidatePanel } from "@/components/cards/candidate-panel";
import type { CardActions } from "@/components/cards/card-actions";
import { CardTypeField } from "@/components/cards/card-type-field";
import { CorroborationGraph } from "@/components/cards/corroboration-graph";
import { CredibilityPanel, VerdictPanel } from "@/components/cards/credibility-panel";
import { DescriptionPanel } from "@/components/cards/description-panel";
import { EvidencePanel } from "@/components/cards/evidence-panel";
import { LayerChoice } from "@/components/cards/layer-choice";
import { LinkPanel } from "@/components/cards/link-panel";
import { type MentionCard, MentionList } from "@/components/cards/mention-list";
import { NumberLines } from "@/components/cards/number-lines";
import { OriginPanel } from "@/components/cards/origin-panel";
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
import { sentenceOf } from "@/lib/history/sentences";
import { labelOf } from "@/lib/vocabulary";

/** Where on the page each part of the sentence is counted out. */
const places: Record<SentenceTopic, string> = {
  mentions: "#mentions",
  clusters: "#mentions",
  denials: "#denials",
  unnamed: "#unnamed",
  values: "#values",
  origins: "#origins",
  range: "#pairs",
  assessments: "#origins",
  pairs: "#pairs",
};

/** A claim card as one page: the sentence, the mentions, the origins and their pairs, and the credibility. */
export function CardView({ card, actions }: { card: CardDto; actions: CardActions }) {
  const {
    id,
    projectSlug,
    type,
    canEdit,
    mentions,
    mentionPages,
    preview,
    unnamed,
    rejected,
    rejectedCount,
  } = card;
  const counts = card.result && { mentions: card.result.mentions, unnamed: card.result.unnamed };
  const listed: MentionCard = {
    ...{ id, projectSlug, type, canEdit, mentions, mentionPages, preview, unnamed, rejected, rejectedCount },
    result: counts,
  };
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
      <LayerChoice card={card} />
      {card.problem ? (
        <ErrorNote className="mb-6">{card.problem}</ErrorNote>
      ) : (
        <p className="mb-2 max-w-3xl font-serif text-lg text-pretty last-of-type:mb-6">
          {card.preview && (
            <Badge tone="warning" className="mr-2 align-middle font-sans">
              Preview
            </Badge>
          )}
          {card.sentence.map((part) => (
            <span key={`${part.about} ${part.text}`}>
              <a href={places[part.about]} className="link text-ink!">
                <Unbroken text={part.text} />
              </a>{" "}
            </span>
          ))}
        </p>
      )}
      {card.result && !card.preview && card.truthScale !== "verdict" && (
        <p className="mb-6 text-sm text-ink-muted">
          {card.result.suggestedCredibility === null
            ? "No credibility is suggested. "
            : `Suggested credibility: ${card.result.suggestedCredibility}. `}
          {card.result.why} An editor decides.{" "}
          <a className="link" href="#graph">
            See how it is counted
          </a>
        </p>
      )}
      <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_24rem]">
        <div className="flex min-w-0 flex-col gap-6">
          <MentionList
            key={mentions.map((mention) => mention.id).join()}
            card={listed}
            split={actions.splitCardAction}
          />
          <NumberLines lines={card.lines} pages={card.mentionPages} relation={card.result?.values ?? null} />
          {card.canEdit && <CandidatePanel cardId={card.id} projectSlug={card.projectSlug} />}
          <EvidencePanel card={card} actions={actions} />
          <CredibilityPanel card={card} rate={actions.rateCredibilityAction} />
          <VerdictPanel card={card} save={actions.saveVerdictAction} />
        </div>
        <div className="flex min-w-0 flex-col gap-6">
          <OriginPanel
            card={card}
            judge={actions.judgePairAction}
            setInterests={actions.setInterestsAction}
          />
          <LinkPanel card={card} actions={actions} />
          <DescriptionPanel card={card} describe={actions.describeCardAction} />
          <Card title="History">
            <ol className="flex flex-col gap-1.5 text-sm">
              {card.events.map((event) => (
                <li key={event.id}>
                  {event.actorName} {sentenceOf(event.type)}{" "}
                  <span className="text-ink-muted">
                    <Time value={event.at} />
                  </span>
                </li>
              ))}
            </ol>
          </Card>
        </div>
      </div>
      {card.graph && <CorroborationGraph graph={card.graph} />}
    </>
  );
}

/** Text whose ranges ("1–2") no line breaks. */
function Unbroken({ text }: { text: string }) {
  return text.split(/(\d+–\d+)/).map((piece, place) =>
    place % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: ranges of equal text differ by their place alone
      <span key={place} className="whitespace-nowrap">
        {piece}
      </span>
    ) : (
      piece
    ),
  );
}
