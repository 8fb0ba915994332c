import { pairHref, placesHref } from "@/components/agreement/hrefs";
import { Link } from "@/components/ui/link";
import { inTen } from "@/lib/agreement/pair-agreement";
import type { PairDto } from "@/lib/project-agreement/schema";
import { withInterval } from "@/lib/project-agreement/words";
import { labelOf } from "@/lib/vocabulary";

const sameNames: Record<string, string> = {
  claim: "kind",
  attribution: "type",
  duplicate: "degree",
};

/**
 * "Ada and Boris marked the same claim 7 times in 10 (F1 .71, .62–.79) and gave it the same kind 9 times in 10.", each
 * number a link to the words behind it.
 */
export function PairSentence({ slug, kind, pair }: { slug: string; kind: string; pair: PairDto }) {
  const noun = labelOf(kind).toLowerCase();
  const names = (
    <Link href={pairHref(slug, pair.pairId, kind)} className="font-semibold hover:underline">
      {pair.first} and {pair.second}
    </Link>
  );
  if (pair.f1 === null)
    return (
      <p className="text-base text-ink-muted">
        {names}: undefined, because neither of them marked any {noun}.
      </p>
    );
  const same = pair.sameKind;
  const asked = labelOfAttribute(same?.id);
  return (
    <p className="max-w-3xl text-base text-pretty">
      {names} marked the same {noun}{" "}
      <Link className="link" href={placesHref(slug, pair.pairId, kind, "same")}>
        {inTen(pair.f1)}
      </Link>{" "}
      <span className="tabular text-ink-muted">(F1 {withInterval(pair.f1, pair.low, pair.high)})</span>
      {same && same.value !== null && asked && (
        <>
          {" "}
          and gave it the same {sameNames[kind] ?? "kind"}{" "}
          <Link className="link" href={placesHref(slug, pair.pairId, kind, `value:${asked}=`)}>
            {inTen(same.value)}
          </Link>
        </>
      )}
      .
    </p>
  );
}

function labelOfAttribute(measureId: string | undefined): string | undefined {
  return measureId?.split("-")[0];
}
