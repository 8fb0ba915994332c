import { Fragment } from "react";
import { CopyableCode } from "@/components/api-reference/copyable-code";
import { Badge } from "@/components/ui/badge";
import { classNames } from "@/components/ui/class-names";
import type { ReferenceField, ReferenceOperation } from "@/lib/api/reference-schema";
import { scopeTerms, tokenScopes } from "@/lib/tokens/schema";

const methodTones: Record<ReferenceOperation["method"], string> = {
  GET: "text-ink-muted",
  POST: "text-accent",
  PUT: "text-accent",
  PATCH: "text-accent",
  DELETE: "text-danger",
};
const depths = ["", "pl-4", "pl-8", "pl-12", "pl-16"];

/** One operation, folded to its method, path and sentence; inside are what it takes, what it gives and a line to copy. */
export function OperationCard({ operation }: { operation: ReferenceOperation }) {
  const { id, method, path, summary, detail, scope, who, status, produces } = operation;
  const known = tokenScopes.find((one) => one === scope);
  return (
    <details id={id} className="scroll-mt-16 rounded-lg border border-border bg-surface shadow-sm">
      <summary className="flex cursor-pointer flex-wrap items-baseline gap-x-3 gap-y-1 rounded-lg px-4 py-3">
        <span className={classNames("w-16 font-mono text-sm font-semibold", methodTones[method])}>
          {method}
        </span>
        <span className="min-w-0 font-mono text-sm break-words">
          <Path path={path} />
        </span>
        <span className="min-w-0 grow basis-56 text-sm text-ink-muted">{summary}</span>
        <Badge>{known ? scopeTerms[known].label : scope}</Badge>
      </summary>
      <div className="flex flex-col gap-4 border-t border-border px-4 py-4 text-sm">
        {detail && <Prose text={detail} />}
        <p className="text-ink-muted">
          For {who}, with a token that may <q>{known ? scopeTerms[known].label : scope}</q>. Its name is{" "}
          <code className="font-mono">{id}</code>.
        </p>
        <CopyableCode label="With curl" text={operation.curl} />
        {operation.parameters.length > 0 && (
          <Fields
            title="Path, query and headers"
            fields={operation.parameters.map((parameter) => ({
              ...parameter,
              type: `${parameter.type} (${parameter.place})`,
              depth: 0,
            }))}
          />
        )}
        {operation.body.length > 0 && <Fields title="Body" fields={operation.body} />}
        {operation.answer.length > 0 && <Fields title={`Answer, ${status}`} fields={operation.answer} />}
        {produces && <p>The answer is a file: {produces}.</p>}
        {status === 204 && <p>The answer is 204, without a body.</p>}
        {operation.example && (
          <details>
            <summary className="link cursor-pointer">An answer as it looks</summary>
            <CopyableCode label="Example" text={operation.example} />
          </details>
        )}
      </div>
    </details>
  );
}

/** An address that may be broken before its slashes, and nowhere else. */
function Path({ path }: { path: string }) {
  return path.split("/").map((word, index, all) => (
    <Fragment key={all.slice(0, index + 1).join("/")}>
      {index > 0 && (
        <>
          <wbr />/
        </>
      )}
      {word}
    </Fragment>
  ));
}

/** Sentences in which what stands between backticks is code. */
function Prose({ text }: { text: string }) {
  const parts = text
    .split("`")
    .map((part, index) => ({ part, key: `${index}-${part}`, isCode: index % 2 === 1 }));
  return (
    <p className="max-w-prose text-pretty">
      {parts.map(({ part, key, isCode }) =>
        isCode ? (
          <code key={key} className="font-mono break-words">
            {part}
          </code>
        ) : (
          part
        ),
      )}
    </p>
  );
}

function Fields({ title, fields }: { title: string; fields: readonly ReferenceField[] }) {
  const rows = fields.map((field, index) => ({ ...field, key: `${index}-${field.name}` }));
  return (
    <section>
      <h3 className="mb-1 font-medium">{title}</h3>
      <ul className="flex flex-col divide-y divide-border border-y border-border">
        {rows.map((field) => (
          <li key={field.key} className="flex flex-wrap items-baseline gap-x-3 py-1">
            <code className={classNames("font-mono", depths[field.depth])}>{field.name}</code>
            <span className="min-w-0 text-ink-muted break-words">{field.type}</span>
            {!field.isRequired && <span className="text-ink-muted">optional</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}
