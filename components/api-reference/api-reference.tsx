import { OperationCard } from "@/components/api-reference/operation-card";
import { LinkButton } from "@/components/ui/link-button";
import { LinkTabs } from "@/components/ui/link-tabs";
import { PageHeader } from "@/components/ui/page-header";
import type { Reference } from "@/lib/api/reference-schema";

/** What programs can do here, one part of it, with lines to copy. */
export function ApiReference({ reference }: { reference: Reference }) {
  return (
    <>
      <PageHeader
        title="What programs can do"
        lead="Whatever the screens can do, a program can do over /api/v1, for the person whose token it has."
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
      <LinkTabs
        label="Parts of the API"
        tabs={reference.tags.map(({ name, count }) => ({
          href: `/account/api?part=${encodeURIComponent(name)}`,
          label: name,
          count,
          isCurrent: name === reference.tag,
        }))}
      />
      <div className="mt-4 flex flex-col gap-3">
        {reference.operations.map((operation) => (
          <OperationCard key={operation.id} operation={operation} />
        ))}
      </div>
    </>
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
