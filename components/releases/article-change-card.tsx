import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import type { ArticleChange, FieldChange, ObjectChange } from "@/lib/releases/compare";
import { labelOf } from "@/lib/vocabulary";

const articleChanges = {
  in: { tone: "success", label: "Came in" },
  out: { tone: "danger", label: "Went out" },
  changed: { tone: "accent", label: "Changed" },
} as const;
const objectChanges = {
  added: { tone: "success", label: "Added" },
  removed: { tone: "danger", label: "Removed" },
  changed: { tone: "accent", label: "Changed" },
} as const;
/** Marks and links of one article that a page shows; the file has all. */
const mostObjects = 60;

/** One article that differs: its own fields, and its marks and links. */
export function ArticleChangeCard({ change }: { change: ArticleChange }) {
  const { tone, label } = articleChanges[change.change];
  return (
    <Card
      title={
        <span className="flex flex-wrap items-center gap-2">
          <span className="min-w-0 break-words">{change.title}</span>
          <Badge tone={tone}>{label}</Badge>
        </span>
      }
    >
      {change.change !== "changed" ? (
        <p className="text-sm text-ink-muted">{count(change.objects.length)}</p>
      ) : (
        <>
          <Fields fields={change.fields} />
          <ul className="divide-y divide-border">
            {change.objects.slice(0, mostObjects).map((object) => (
              <ObjectRow key={object.id} object={object} />
            ))}
          </ul>
          {change.objects.length > mostObjects && (
            <p className="mt-2 text-sm text-ink-muted">
              … and {(change.objects.length - mostObjects).toLocaleString("en")} more, in the JSON file.
            </p>
          )}
        </>
      )}
    </Card>
  );
}

function ObjectRow({ object }: { object: ObjectChange }) {
  const { tone, label } = objectChanges[object.change];
  return (
    <li className="py-2 text-sm">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <Badge tone={tone}>{label}</Badge>
        <span className="text-ink-muted">{labelOf(object.kind)}</span>
        {object.quote !== "" && <q className="min-w-0 font-serif break-words">{object.quote}</q>}
      </div>
      <Fields fields={object.fields} />
    </li>
  );
}

function Fields({ fields }: { fields: FieldChange[] }) {
  if (fields.length === 0) return null;
  return (
    <dl className="my-1.5 grid gap-x-4 gap-y-1 text-sm sm:grid-cols-[10rem_minmax(0,1fr)]">
      {fields.map(({ field, before, after }) => (
        <div key={field} className="contents">
          <dt className="text-ink-muted">{field}</dt>
          <dd className="min-w-0 break-words">
            <del className="text-danger">{said(before)}</del>{" "}
            <ins className="text-success no-underline">{said(after)}</ins>
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** A value in a few words; lists of spans and blocks are long, and the file has them whole. */
function said(value: unknown): string {
  if (value === null || value === undefined || value === "") return "nothing";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > 240 ? `${text.slice(0, 239)}…` : text;
}

function count(objects: number): string {
  return objects === 1 ? "With one mark or link." : `With ${objects.toLocaleString("en")} marks and links.`;
}
