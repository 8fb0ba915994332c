import type { Tone } from "@/components/ui/badge";
import { Link } from "@/components/ui/link";
import { LinkButton } from "@/components/ui/link-button";
import { StatusDot } from "@/components/ui/status-dot";
import { Time } from "@/components/ui/time";
import { versionName } from "@/components/versions/version-words";
import type { ArticleDto, LayerSummary, SlotDto } from "@/lib/articles/facts-schema";
import { labelOf } from "@/lib/vocabulary";

const slotStates: Record<string, { label: string; tone: Tone }> = {
  open: { label: "Not taken", tone: "neutral" },
  taken: { label: "In work", tone: "accent" },
  submitted: { label: "Handed in", tone: "success" },
  returned: { label: "Returned", tone: "warning" },
  stalled: { label: "Stalled", tone: "warning" },
  skipped: { label: "Given back", tone: "neutral" },
};
const layerKinds: Record<string, string> = {
  person: "Annotations",
  shared: "Shared annotations",
  adjudicated: "Final",
  imported: "Imported",
  gold: "Gold",
  surplus: "Arrived late",
  superseded: "Final of an earlier text",
  measured: "Measured on gold",
};

/** Who works on an article and which layers there are, as far as the reader may know; blind, only the own work. */
export function ArticleWork({ slug, article }: { slug: string; article: ArticleDto }) {
  const own = article.layers.find(
    (layer) => layer.isOwn && (layer.state === "open" || layer.state === "returned"),
  );
  const saysVersion = article.text.version.number > 1;
  return (
    <div className="flex flex-col gap-4 text-sm">
      {own && (
        <LinkButton href={`/projects/${slug}/annotate/${own.id}`} variant="primary" className="self-start">
          Go on annotating
        </LinkButton>
      )}
      {article.isBlind && (
        <p className="text-ink-muted">
          You work on this article, so what others do on it is hidden until you have handed in.
        </p>
      )}
      <p className="text-ink-muted">
        {labelOf(article.layerMode)} layers.
        {article.isCalibration && " A calibration article: every annotator gets it."}
      </p>
      {article.slots.length > 0 && (
        <ul className="flex flex-col gap-1.5">
          {article.slots.map((slot) => (
            <Slot key={slot.id} slot={slot} />
          ))}
        </ul>
      )}
      {article.layers.length > 0 ? (
        <div>
          <h3 className="mb-1.5 font-medium">Layers</h3>
          <ul className="flex flex-col gap-1.5">
            {article.layers.map((layer) => (
              <Layer key={layer.id} slug={slug} layer={layer} saysVersion={saysVersion} />
            ))}
          </ul>
        </div>
      ) : (
        <p className="text-ink-muted">No annotations that you can see yet.</p>
      )}
    </div>
  );
}

function Slot({ slot }: { slot: SlotDto }) {
  const state = slotStates[slot.state] ?? { label: slot.state, tone: "neutral" };
  return (
    <li className="flex items-center justify-between gap-3">
      <span className="min-w-0 truncate">
        {slot.isOwn
          ? "You"
          : (slot.person ?? (slot.keptFor ? `Kept for ${slot.keptFor}` : `Place ${slot.ordinal}`))}
        {slot.kind !== "ordinary" && `, ${slot.kind}`}
      </span>
      <StatusDot tone={state.tone}>{state.label}</StatusDot>
    </li>
  );
}

function Layer({
  slug,
  layer,
  saysVersion,
}: {
  slug: string;
  layer: LayerSummary;
  /** The article has more texts than one. */
  saysVersion: boolean;
}) {
  const name = layerKinds[layer.kind] ?? layer.kind;
  return (
    <li className="flex items-baseline justify-between gap-3">
      <Link href={`/projects/${slug}/annotate/${layer.id}`} className="link min-w-0 truncate">
        {name}
        {layer.isOwn ? ", yours" : layer.owner && `, ${layer.owner}`}
        {saysVersion && `, ${versionName(layer.version)}`}
      </Link>
      <span className="shrink-0 text-ink-muted">
        {layer.isNothingToMark && "nothing to mark, "}
        {layer.submittedAt ? <Time value={layer.submittedAt} /> : layer.state}
      </span>
    </li>
  );
}
