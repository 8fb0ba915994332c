import { Scale } from "lucide-react";
import Link from "next/link";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Table, TableBody, TableCell, TableHead, TableHeadCell, TableRow } from "@/components/ui/table";
import { figure, inTen, type KindAgreement } from "@/lib/agreement/pair-agreement";
import type { AgreementArticle, AgreementDto, AgreementPair } from "@/lib/review/agreement";
import { labelOf } from "@/lib/vocabulary";

/** How far pairs of annotators agree, in sentences, with the figures behind them and the articles they come from. */
export function AgreementView({
  slug,
  limit,
  agreement,
}: {
  slug: string;
  limit: number;
  agreement: AgreementDto;
}) {
  const { pairs, articles, alone, tooLarge, isMore } = agreement;
  return (
    <>
      <PageHeader
        title="Agreement"
        lead={`How often two people, each working blind, marked the same: each pair on its own, never averaged. Counted over ${isMore ? `the newest ${limit} of the articles` : `the articles (at most the newest ${limit})`} that everybody wanted has handed in.`}
      />
      {articles.length === 0 ? (
        <EmptyState icon={<Scale />} title="Undefined: nothing is handed in yet">
          Agreement is counted once an article has been handed in by everybody who was to annotate it.
        </EmptyState>
      ) : (
        <>
          {pairs.length === 0 && (
            <EmptyState icon={<Scale />} title="Undefined: no two people annotated the same article">
              Agreement needs at least two annotators on an article. Ask for more of them in the settings.
            </EmptyState>
          )}
          <div className="flex flex-col gap-4">
            {pairs.map((pair) => (
              <PairCard key={`${pair.first} ${pair.second}`} pair={pair} />
            ))}
          </div>
          <Notes alone={alone} tooLarge={tooLarge} />
          <ArticleFigures slug={slug} articles={articles} />
        </>
      )}
    </>
  );
}

function PairCard({ pair }: { pair: AgreementPair }) {
  const common = pair.articles === 1 ? "one article" : `${pair.articles} articles`;
  return (
    <Card title={`${pair.first} and ${pair.second}`} lead={`On ${common} that both annotated.`}>
      <ul className="flex flex-col gap-3">
        {pair.kinds.map((kind) => (
          <li key={kind.kind}>
            <PairSentence kind={kind} />
          </li>
        ))}
      </ul>
      <details className="mt-4">
        <summary className="rounded-sm text-sm text-ink-muted hover:text-ink">The figures</summary>
        <div className="mt-2">
          <Table caption={`Figures of ${pair.first} and ${pair.second}`}>
            <TableHead>
              <TableHeadCell>Kind</TableHeadCell>
              <TableHeadCell isNumeric>{pair.first}</TableHeadCell>
              <TableHeadCell isNumeric>{pair.second}</TableHeadCell>
              <TableHeadCell isNumeric>Same</TableHeadCell>
              <TableHeadCell isNumeric>F1, exact</TableHeadCell>
              <TableHeadCell isNumeric>Overlapping</TableHeadCell>
              <TableHeadCell isNumeric>F1, overlap ≥ .5</TableHeadCell>
            </TableHead>
            <TableBody>
              {pair.kinds.map((kind) => (
                <TableRow key={kind.kind}>
                  <TableCell isRowHead>{labelOf(kind.kind)}</TableCell>
                  <TableCell isNumeric>{kind.a}</TableCell>
                  <TableCell isNumeric>{kind.b}</TableCell>
                  <TableCell isNumeric>{kind.exact}</TableCell>
                  <TableCell isNumeric>
                    {kind.exactF1 === null ? "undefined" : figure(kind.exactF1)}
                  </TableCell>
                  <TableCell isNumeric>{kind.overlap}</TableCell>
                  <TableCell isNumeric>
                    {kind.overlapF1 === null ? "undefined" : figure(kind.overlapF1)}
                  </TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        </div>
      </details>
    </Card>
  );
}

/** "They marked the same claim 7 times in 10 (F1 .71), or 9 times in 10 where an overlap by half is enough (.88)." */
function PairSentence({ kind }: { kind: KindAgreement }) {
  const noun = labelOf(kind.kind).toLowerCase();
  if (kind.exactF1 === null || kind.overlapF1 === null)
    return (
      <p className="text-base text-ink-muted">
        For {noun}s it is undefined, because neither of them marked any.
      </p>
    );
  return (
    <p className="max-w-3xl text-base text-pretty">
      {kind.exactF1 === 0 ? (
        <>
          They <b className="font-semibold">never</b> marked the same {noun}{" "}
        </>
      ) : (
        <>
          They marked the same {noun} <b className="font-semibold">{inTen(kind.exactF1)}</b>{" "}
        </>
      )}
      <span className="text-ink-muted tabular">(F1 {figure(kind.exactF1)})</span>
      {kind.overlap > kind.exact && (
        <>
          , or {inTen(kind.overlapF1)} where an overlap by half is enough{" "}
          <span className="text-ink-muted tabular">({figure(kind.overlapF1)})</span>
        </>
      )}
      : <span className="tabular">{kind.exact}</span> shared of <span className="tabular">{kind.a}</span> and{" "}
      <span className="tabular">{kind.b}</span>.
    </p>
  );
}

function Notes({ alone, tooLarge }: { alone: number; tooLarge: number }) {
  if (alone === 0 && tooLarge === 0) return null;
  const count = (number: number) => (number === 1 ? "One article" : `${number} articles`);
  return (
    <div className="mt-4 flex flex-col gap-1 text-sm text-ink-muted">
      {alone > 0 && <p>{count(alone)} had one annotator, who can neither agree nor disagree with anybody.</p>}
      {tooLarge > 0 && <p>{count(tooLarge)} with more than 2,000 marks in a layer left out here.</p>}
    </div>
  );
}

function ArticleFigures({ slug, articles }: { slug: string; articles: readonly AgreementArticle[] }) {
  return (
    <section aria-label="By article" className="mt-10">
      <h2 className="mb-2 text-base font-semibold">By article</h2>
      <Table caption="Agreement by article" className="max-md:min-w-0!">
        <TableHead>
          <TableHeadCell>Title</TableHeadCell>
          <TableHeadCell isNumeric title="Mean F1 of the exact spans over all pairs of annotators">
            F1, exact
          </TableHeadCell>
          <TableHeadCell isNumeric className="max-md:hidden">
            Conflicts
          </TableHeadCell>
          <TableHeadCell isNumeric className="max-md:hidden">
            Annotators
          </TableHeadCell>
        </TableHead>
        <TableBody>
          {articles.map((article) => (
            <TableRow key={article.articleId}>
              <TableCell isRowHead className="w-full md:min-w-56">
                <Link
                  href={`/projects/${slug}/${article.state === "done" ? "outcome" : "review"}/${article.articleId}`}
                  className="line-clamp-2 rounded-sm break-words hover:underline"
                  dir="auto"
                >
                  {article.title}
                </Link>
              </TableCell>
              <TableCell isNumeric className="sm:whitespace-nowrap">
                {article.agreement === null ? (
                  <span className="text-ink-muted">
                    {article.annotators < 2 ? "undefined: one annotator" : "undefined: nothing marked"}
                  </span>
                ) : (
                  figure(article.agreement)
                )}
              </TableCell>
              <TableCell isNumeric className="max-md:hidden">
                {article.conflicts ?? "–"}
              </TableCell>
              <TableCell isNumeric className="max-md:hidden">
                {article.annotators}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </section>
  );
}
