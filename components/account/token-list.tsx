import { TokenForm } from "@/components/account/token-form";
import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { Card } from "@/components/ui/card";
import { LinkButton } from "@/components/ui/link-button";
import { Pagination } from "@/components/ui/pagination";
import { StatusDot } from "@/components/ui/status-dot";
import { SubmitButton } from "@/components/ui/submit-button";
import { Time } from "@/components/ui/time";
import type { Page } from "@/lib/page";
import { type CreatedToken, scopeTerms, type TokenDto } from "@/lib/tokens/schema";

const stateTones = { active: "success", expired: "neutral", revoked: "neutral" } as const;
const stateLabels = { active: "Active", expired: "Run out", revoked: "Revoked" } as const;

/** One's tokens for programs, newest first, each to be revoked, and the form that makes one. */
export function TokenList({
  tokens,
  projects,
  create,
  revoke,
}: {
  tokens: Page<TokenDto>;
  projects: readonly { slug: string; name: string }[];
  create: FormAction<CreatedToken>;
  revoke: FormAction<null>;
}) {
  const href = (cursor: string | null) =>
    cursor ? `/account?tokens=${encodeURIComponent(cursor)}#tokens` : undefined;
  return (
    <Card
      title={<span id="tokens">Tokens for programs</span>}
      lead="A program with a token acts for you: never more than you may, and only what you choose here. Give each program one of its own."
      actions={
        <LinkButton size="sm" href="/account/api">
          What programs can do
        </LinkButton>
      }
    >
      <div className="flex flex-col gap-5">
        {tokens.items.length > 0 && (
          <ul className="flex flex-col divide-y divide-border border-b border-border">
            {tokens.items.map((token) => (
              <li
                key={token.id}
                className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-2.5 first:pt-0"
              >
                <TokenText token={token} />
                {token.state === "active" && (
                  <ActionForm action={revoke} label={`Revoke ${token.name}`} className="">
                    <input type="hidden" name="tokenId" value={token.id} />
                    <SubmitButton variant="secondary" size="sm">
                      Revoke
                    </SubmitButton>
                  </ActionForm>
                )}
              </li>
            ))}
          </ul>
        )}
        <Pagination newerHref={href(tokens.previous)} olderHref={href(tokens.next)} />
        <TokenForm projects={projects} action={create} />
      </div>
    </Card>
  );
}

function TokenText({ token }: { token: TokenDto }) {
  const scopes = token.scopes.map((scope) => scopeTerms[scope].label.toLowerCase()).join(", ");
  return (
    <div className="min-w-0">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 font-medium break-words">
        {token.name}
        <code className="font-mono text-sm font-normal text-ink-muted">{token.prefix}…</code>
        <StatusDot tone={stateTones[token.state]}>{stateLabels[token.state]}</StatusDot>
      </p>
      <p className="text-sm text-ink-muted">
        {scopes} · {token.project ? token.project.name : "all projects"} ·{" "}
        {token.lastUsedAt ? (
          <>
            used <Time value={token.lastUsedAt} />
          </>
        ) : (
          "never used"
        )}{" "}
        · until <Time value={token.expiresAt} format="datetime" />
      </p>
    </div>
  );
}
