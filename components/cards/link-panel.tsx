import type { CardActions } from "@/components/cards/card-actions";
import { CardPicker } from "@/components/cards/card-picker";
import { UndoButton } from "@/components/cards/undo-button";
import { FormRadioGroup } from "@/components/forms/form-radio-group";
import { FormDialog } from "@/components/sources/form-dialog";
import { RemoveButton } from "@/components/sources/remove-button";
import { Card } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { Time } from "@/components/ui/time";
import type { CardDto, CardLinkDto, CardMoveDto } from "@/lib/cards/schema";

const words: Record<CardLinkDto["type"], string> = {
  narrower: "This card is narrower than",
  broader: "This card is broader than",
  contradicts: "Contradicts",
  related: "Related to",
};

type Actions = Pick<
  CardActions,
  "addCardLinkAction" | "withdrawCardLinkAction" | "mergeCardAction" | "undoMoveAction"
>;

/** How the card stands to other cards: links, and the splits and merges that can still be undone. */
export function LinkPanel({ card, actions }: { card: CardDto; actions: Actions }) {
  const slug = card.projectSlug;
  const isBare = card.links.length === 0 && card.moves.length === 0;
  return (
    <Card title="Other cards">
      <div id="links" className="flex scroll-mt-24 flex-col gap-3">
        {isBare && (
          <p className="text-sm text-ink-muted">
            No links.{card.canEdit && " Link cards that say more, less, the opposite, or something near."}
          </p>
        )}
        {card.links.length > 0 && (
          <ul aria-label="Linked cards" className="flex flex-col gap-2">
            {card.links.map((link) => (
              <li key={link.id} className="flex items-start justify-between gap-2 text-base">
                <span className="min-w-0 break-words">
                  <span className="text-sm text-ink-muted">{words[link.type]}</span>{" "}
                  <Link className="link" href={`/projects/${slug}/claims/${link.card.id}`}>
                    {link.card.statement}
                  </Link>
                </span>
                {card.canEdit && (
                  <RemoveButton
                    label={`Take the link to “${link.card.statement}” away`}
                    action={actions.withdrawCardLinkAction}
                    hidden={{ cardId: card.id, linkId: link.id, isRemoved: "true" }}
                    undo={{
                      done: "The link is gone.",
                      hidden: { cardId: card.id, linkId: link.id, isRemoved: "false" },
                    }}
                  />
                )}
              </li>
            ))}
          </ul>
        )}
        {card.moves.length > 0 && (
          <ul aria-label="Splits and merges" className="flex flex-col gap-2">
            {card.moves.map((move) => (
              <Move key={move.id} move={move} slug={slug} undo={actions.undoMoveAction} />
            ))}
          </ul>
        )}
        {card.canEdit && (
          <div className="flex flex-wrap gap-2">
            <FormDialog
              title="Link to another card"
              button="Link…"
              size="sm"
              submitLabel="Link the cards"
              action={actions.addCardLinkAction}
              hidden={{ cardId: card.id }}
            >
              <CardPicker slug={slug} name="otherId" label="The other card" exceptIds={[card.id]} />
              <FormRadioGroup
                name="type"
                legend="This card"
                options={[
                  { value: "narrower", label: "is narrower", help: "It says a part of what the other says." },
                  {
                    value: "broader",
                    label: "is broader",
                    help: "The other says a part of what this one says.",
                  },
                  { value: "contradicts", label: "contradicts it", help: "Both cannot be so." },
                  { value: "related", label: "is related", help: "The same matter, another statement." },
                ]}
              />
            </FormDialog>
            <FormDialog
              title="Merge into another card"
              description="The mentions, answers, evidence, interests and links of this card go to the other one. Grades stay with the statement they were given on. It can be undone."
              button="Merge into…"
              size="sm"
              variant="ghost"
              submitLabel="Merge"
              action={actions.mergeCardAction}
              hidden={{ cardId: card.id, slug }}
            >
              <CardPicker slug={slug} name="intoId" label="The card that stays" exceptIds={[card.id]} />
            </FormDialog>
          </div>
        )}
      </div>
    </Card>
  );
}

function Move({ move, slug, undo }: { move: CardMoveDto; slug: string; undo: Actions["undoMoveAction"] }) {
  const count = `${move.mentions} ${move.mentions === 1 ? "mention" : "mentions"}`;
  const other =
    move.kind === "merge" ? (
      `“${move.other.statement}”`
    ) : (
      <Link className="link" href={`/projects/${slug}/claims/${move.other.id}`}>
        {move.other.statement}
      </Link>
    );
  return (
    <li className="flex items-start justify-between gap-2 text-base">
      <span className="min-w-0 break-words">
        <span className="text-sm text-ink-muted">
          {move.kind === "merge"
            ? "Merged into this card:"
            : move.isFromHere
              ? "Split off:"
              : "Split off from:"}
        </span>{" "}
        {other}{" "}
        <span className="block text-sm text-ink-muted">
          {count}, {move.byName}, <Time value={move.at} />
        </span>
      </span>
      <UndoButton
        action={undo}
        moveId={move.id}
        what={move.kind}
        isOnSplitOff={move.kind === "split" && !move.isFromHere}
      />
    </li>
  );
}
