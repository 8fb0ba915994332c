import { Target } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { Table, TableBody, TableCell, TableHead, TableHeadCell, TableRow } from "@/components/ui/table";
import { DeskTabs } from "@/components/work/desk-tabs";
import type { Page } from "@/lib/page";
import type { GoldArticle, GoldPerson } from "@/lib/slots/gold-schema";

/** A share between 0 and 1 as a number with two decimals; undefined where nobody marked anything. */
function score(value: number | null): string {
  return value === null ? "undefined" : value.toFixed(2).replace(/^0/, "");
}

/** The articles that annotators are measured on without knowing, and how each of them did. */
export function GoldView({
  slug,
  page,
  people,
}: {
  slug: string;
  page: Page<GoldArticle>;
  people: readonly GoldPerson[];
}) {
  const at = (cursor: string | null) =>
    cursor ? `/projects/${slug}/work/gold?at=${encodeURIComponent(cursor)}` : undefined;
  return (
    <>
      <PageHeader
        title="Gold"
        lead="Annotators get these articles among the others, at the rate in the settings, and are not told. What they mark there counts for nothing else."
      />
      <DeskTabs slug={slug} current="/gold" />
      {page.items.length === 0 ? (
        <EmptyState
          icon={<Target />}
          title="No article has gold"
          action={
            <LinkButton href={`/projects/${slug}/articles?stage=done`}>See the finished articles</LinkButton>
          }
        >
          Open a finished article, or one that nobody has begun, and press “Make gold”.
        </EmptyState>
      ) : (
        <Table caption="Articles with gold">
          <TableHead>
            <TableHeadCell>Article</TableHeadCell>
            <TableHeadCell>State</TableHeadCell>
            <TableHeadCell className="text-right">Marks</TableHeadCell>
            <TableHeadCell className="text-right">Measured</TableHeadCell>
            <TableHeadCell className="text-right">Mean F1</TableHeadCell>
          </TableHead>
          <TableBody>
            {page.items.map((gold) => (
              <TableRow key={gold.articleId}>
                <TableCell isRowHead className="w-full">
                  <Link
                    href={`/projects/${slug}/articles/${gold.articleId}`}
                    className="link line-clamp-2 break-words"
                    dir="auto"
                  >
                    {gold.title}
                  </Link>
                </TableCell>
                <TableCell className="whitespace-nowrap">
                  {gold.isInUse ? <Badge tone="success">In use</Badge> : <Badge>Being made</Badge>}
                </TableCell>
                <TableCell className="tabular text-right">{gold.marks}</TableCell>
                <TableCell className="tabular text-right">{gold.measured}</TableCell>
                <TableCell className="tabular text-right">
                  {gold.measured === 0 ? "–" : score(gold.exact)}
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
      <Pagination newerHref={at(page.previous)} olderHref={at(page.next)} />
      {people.length > 0 && (
        <Card
          title="By person"
          lead="Mean span F1 against the gold: exactly the same spans and kind, and overlapping by at least half."
          isFlush
          className="mt-8"
        >
          <Table caption="Results on gold by person">
            <TableHead>
              <TableHeadCell className="pl-5">Who</TableHeadCell>
              <TableHeadCell className="text-right">Articles</TableHeadCell>
              <TableHeadCell className="text-right">Exact</TableHeadCell>
              <TableHeadCell className="text-right">By half</TableHeadCell>
            </TableHead>
            <TableBody>
              {people.map((person) => (
                <TableRow key={person.userId}>
                  <TableCell isRowHead className="w-full pl-5">
                    {person.name}
                  </TableCell>
                  <TableCell className="tabular text-right">{person.articles}</TableCell>
                  <TableCell className="tabular text-right">{score(person.exact)}</TableCell>
                  <TableCell className="tabular text-right">{score(person.overlap)}</TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        </Card>
      )}
    </>
  );
}
