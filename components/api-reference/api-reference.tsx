import { OperationCard } from "@/components/api-reference/operation-card";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { TextInput } from "@/components/ui/text-input";
import type { Reference } from "@/lib/api/reference-schema";

/** What programs can do here, one part of it, with lines to copy. */
export function ApiReference({ reference }: { reference: Reference }) {
  return (
    <>
      <PageHeader
        title="What programs can do"
        breadcrumb={<Breadcrumb items={[{ href: "/account", label: "Account" }]} />}
        lead={`Whatever the screens can do, a program can do over /api/v1, for the person whose token it has: ${reference.total} operations.`}
        actions={
          <>
            <LinkButton href="/account#tokens">Tokens</LinkButton>
            <a href="/api/v1/openapi.json" className="link text-sm">
              OpenAPI document
            </a>
          </>
        }
      />
      <Rules />
      <div className="grid gap-x-8 gap-y-4 lg:grid-cols-[11rem_minmax(0,1fr)]">
        <Parts reference={reference} />
        <div className="min-w-0">
          <Search words={reference.words} />
          {reference.parts.map((part) => (
            <section key={part.tag} aria-label={part.tag} className="mb-6 flex flex-col gap-3">
              <h2 className="text-base font-semibold">{part.tag}</h2>
              {part.operations.map((operation) => (
                <OperationCard key={operation.id} operation={operation} />
              ))}
            </section>
          ))}
          {reference.parts.length === 0 && (
            <EmptyState
              title={`Nothing has “${reference.words}”`}
              action={<LinkButton href="/account/api">Show all parts</LinkButton>}
            >
              Try another word, such as a part of an address: articles, layers, export.
            </EmptyState>
          )}
        </div>
      </div>
    </>
  );
}

/** Looks for words in all operations; the address keeps them. */
function Search({ words }: { words: string }) {
  return (
    <search>
      <form action="/account/api" className="mb-4 flex flex-wrap gap-2">
        <TextInput
          type="search"
          name="words"
          aria-label="Words to look for"
          placeholder="Find by word or address"
          defaultValue={words}
          maxLength={100}
          className="min-w-0 grow basis-56"
        />
        <Button type="submit">Find</Button>
        {words && <LinkButton href="/account/api">Clear</LinkButton>}
      </form>
    </search>
  );
}

/** The parts of the API with how many operations each has: a column beside them, or lines above where there is no room. */
function Parts({ reference }: { reference: Reference }) {
  return (
    <nav aria-label="Parts of the API" className="lg:sticky lg:top-16 lg:self-start">
      <ul className="flex flex-wrap gap-x-1 gap-y-0.5 lg:flex-col">
        {reference.tags.map(({ name, count }) => (
          <li key={name}>
            <Link
              href={`/account/api?part=${encodeURIComponent(name)}`}
              aria-current={name === reference.tag ? "page" : undefined}
              className="flex items-center justify-between gap-2 rounded-md px-2 py-1 text-sm text-ink-muted hover:bg-surface-hover hover:text-ink aria-[current]:bg-accent-soft aria-[current]:font-medium aria-[current]:text-ink"
            >
              {name}
              <span className="tabular text-xs">{count}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

const rules: readonly { word: string; rule: string }[] = [
  {
    word: "Authorization: Bearer sbk_…",
    rule: "Every request has a token. It does what you chose for it and you may do yourself; being signed in here is not looked at.",
  },
  {
    word: "cursor",
    rule: "Lists come in pages. Ask for the next one with cursor set to what next said, until it is null.",
  },
  {
    word: "Idempotency-Key",
    rule: "A write with a key of your making is done once, however often it is sent: a repeat gets the first answer, another body under the same key is refused.",
  },
  {
    word: "ETag, If-Match",
    rule: "What has a revision says it in ETag. Where If-Match is asked for, send what you read; if it has changed since, the answer is 412 and nothing was done.",
  },
  {
    word: "application/problem+json",
    rule: "What goes wrong is said with a code that does not change, and the places of the input that are not what they must be.",
  },
  {
    word: "RateLimit",
    rule: "How many requests are left in this minute. Beyond it the answer is 429, and Retry-After says for how many seconds.",
  },
];

function Rules() {
  return (
    <dl className="mb-6 grid gap-x-8 gap-y-3 sm:grid-cols-2">
      {rules.map(({ word, rule }) => (
        <div key={word}>
          <dt className="font-mono text-sm font-medium break-words">{word}</dt>
          <dd className="text-sm text-ink-muted text-pretty">{rule}</dd>
        </div>
      ))}
    </dl>
  );
}
