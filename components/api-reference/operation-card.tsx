import { Badge } from "@/components/ui/badge";
import { classNames } from "@/components/ui/class-names";
import type { ReferenceField, ReferenceOperation } from "@/lib/api/reference-schema";
import { scopeTerms, tokenScopes } from "@/lib/tokens/schema";

const depths = ["", "pl-4", "pl-8", "pl-12", "pl-16"];

/** One operation, folded to its method, path and sentence; inside are what it takes, what it gives and a line to copy. */
export function OperationCard({ operation }: { operation: ReferenceOperation }) {
  const { id, method, path, summary, detail, scope, status, produces } = operation;
  const known = tokenScopes.find((one) => one === scope);
  return (
    <details id={id} className="rounded-lg border border-border bg-surface shadow-sm">
      <summary className="flex cursor-pointer flex-wrap items-baseline gap-x-3 gap-y-1 rounded-lg px-4 py-3">
        <span className="w-16 font-mono text-sm font-semibold">{method}</span>
        <span className="min-w-0 font-mono text-sm break-all">{path}</span>
        <span className="min-w-0 grow basis-56 text-sm text-ink-muted">{summary}</span>
        <Badge>{known ? scopeTerms[known].label : scope}</Badge>
      </summary>
      <div className="flex flex-col gap-4 border-t border-border px-4 py-4 text-sm">
        {detail && <p className="max-w-prose text-pretty">{detail}</p>}
        <Code label="With curl" text={operation.curl} />
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
            <Code label="Example" text={operation.example} />
          </details>
        )}
      </div>
    </details>
  );
}

function Code({ label, text }: { label: string; text: string }) {
  return (
    <figure>
      <figcaption className="mb-1 font-medium">{label}</figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keyboard */}
      <pre className="overflow-x-auto rounded-md bg-surface-sunken p-3 font-mono text-xs" tabIndex={0}>
        {text}
      </pre>
    </figure>
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
