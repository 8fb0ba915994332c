import { RatingRecord } from "@/components/ratings/rating-record";
import { RatingsPanel } from "@/components/ratings/ratings-panel";
import { ArticleList } from "@/components/sources/article-list";
import { FaredList } from "@/components/sources/fared-list";
import { HistoryList } from "@/components/sources/history-list";
import { ObservationList } from "@/components/sources/observation-list";
import { RecordPages } from "@/components/sources/record-pages";
import { SaidList } from "@/components/sources/said-list";
import type { SourceActions } from "@/components/sources/source-actions";
import { Card } from "@/components/ui/card";
import type { ObservationDto } from "@/lib/observations/schema";
import type { Page } from "@/lib/page";
import type { SourceRatingsDto, SourceRecordDto } from "@/lib/ratings/schema";
import type {
  FaredCardDto,
  SourceArticleDto,
  SourceAttributionDto,
  SourceDto,
  SourceEventDto,
  SourcePermissions,
} from "@/lib/sources/schema";

/** One part of a source's record, as its page's address names it. */
export type SourcePartDto =
  | { view: "reliability"; ratings: SourceRatingsDto }
  | { view: "said"; page: Page<SourceAttributionDto> }
  | { view: "articles"; page: Page<SourceArticleDto> }
  | { view: "claims"; page: Page<FaredCardDto>; record: SourceRecordDto }
  | { view: "observations"; page: Page<ObservationDto> }
  | { view: "history"; page: Page<SourceEventDto> };

/** The part of a source's record that is looked at. */
export function SourcePart({
  source,
  part,
  permissions,
  rounds,
  actions,
}: {
  source: SourceDto;
  part: SourcePartDto;
  permissions: SourcePermissions;
  /** Where rating rounds are, in the project or in the house. */
  rounds: string;
  actions: SourceActions;
}) {
  if (part.view === "reliability")
    return (
      <RatingsPanel
        source={source}
        ratings={part.ratings}
        permissions={permissions}
        rounds={rounds}
        rate={actions.rateAction}
        decide={actions.houseGradeAction}
      />
    );
  const pages = <RecordPages sourceId={source.id} view={part.view} page={part.page} />;
  switch (part.view) {
    case "said":
      return (
        <Card title="Attributed to it" lead="In final layers, and in your own work, newest first.">
          <SaidList items={part.page.items} />
          {pages}
        </Card>
      );
    case "articles":
      return (
        <Card title="Published or credited here">
          <ArticleList items={part.page.items} />
          {pages}
        </Card>
      );
    case "claims":
      return (
        <>
          <Card title="Claims that go back to it" lead="Claim cards on which it is an origin, newest first.">
            <FaredList items={part.page.items} />
            {pages}
          </Card>
          <Card title="Dropped attributions and corrections">
            <RatingRecord record={part.record} isPickable={false} />
          </Card>
        </>
      );
    case "observations":
      return (
        <Card
          title="Observations"
          lead="Noted while annotating, with the words they are about. They are no grades."
        >
          <ObservationList
            items={part.page.items}
            sourceId={source.id}
            remove={actions.removeObservationAction}
          />
          {pages}
        </Card>
      );
    default:
      return (
        <Card title="History" lead="Who changed its entry, when and why. Ratings have their own list.">
          <HistoryList items={part.page.items} />
          {pages}
        </Card>
      );
  }
}
