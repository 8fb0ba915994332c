import { Badge } from "@/components/ui/badge";
import { Time } from "@/components/ui/time";
import type { ImportedThreads as Imported, ImportedThreadDto } from "@/lib/comments/schema";

/** What people said about an article where it comes from, to be read; words that still stand lead to their place. */
export function ImportedThreads({ href, imported }: { href: string; imported: Imported }) {
  if (imported.items.length === 0) return null;
  return (
    <section aria-labelledby="imported-threads" className="mt-5 border-t border-border pt-4">
      <h3 id="imported-threads" className="text-sm font-semibold">
        Came with the article
      </h3>
      <p className="mt-0.5 mb-3 text-sm text-ink-muted">
        Said where the article was imported from, by people under names of that file. They can be read here,
        not answered.
      </p>
      <ol aria-label="Imported threads" className="flex flex-col gap-3">
        {imported.items.map((thread) => (
          <ImportedThread key={thread.id} href={href} thread={thread} />
        ))}
      </ol>
      {imported.more > 0 && (
        <p className="mt-3 text-sm text-ink-muted">
          {imported.more} more {imported.more === 1 ? "thread" : "threads"} came with it. An export with
          comments holds all.
        </p>
      )}
    </section>
  );
}

function ImportedThread({ href, thread }: { href: string; thread: ImportedThreadDto }) {
  const { span, quote } = thread;
  return (
    <li className="flex flex-col gap-2 rounded-md border border-dashed border-border-strong p-3">
      <div className="text-sm text-ink-muted">
        {quote === null ? (
          "About this article"
        ) : (
          <span className="line-clamp-3" dir="auto">
            {span ? (
              <a className="link" href={`${href}?span=${span.start}-${span.end}#span`}>
                “{quote}”
              </a>
            ) : (
              <>“{quote}”</>
            )}
          </span>
        )}
        {quote !== null && !span && <p>These words do not stand in the present text.</p>}
      </div>
      {(thread.isForAll || thread.isResolved) && (
        <div className="flex flex-wrap gap-1">
          {thread.isForAll && <Badge>For everybody</Badge>}
          {thread.isResolved && <Badge tone="success">Resolved</Badge>}
        </div>
      )}
      <ol className="flex flex-col gap-2">
        {thread.comments.map((comment) => (
          <li key={comment.id} className="flex flex-col gap-1">
            <div className="flex flex-wrap items-center gap-x-2 text-xs text-ink-muted">
              <span className="text-sm font-medium break-all text-ink">{comment.by ?? "Somebody"}</span>
              <Time value={comment.at} />
              {comment.editedAt && (
                <span>
                  changed <Time value={comment.editedAt} />
                </span>
              )}
            </div>
            <p className="text-base break-words whitespace-pre-line" dir="auto">
              {comment.body}
            </p>
          </li>
        ))}
      </ol>
    </li>
  );
}
