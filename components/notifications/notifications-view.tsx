import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { SubmitButton } from "@/components/ui/submit-button";
import { Time } from "@/components/ui/time";
import { type NotificationDto, notificationWords } from "@/lib/notifications/schema";
import type { Page } from "@/lib/page";

/** What concerns the reader in comments, newest first; reading a thread reads what is said of it here. */
export function NotificationsView({
  page,
  markRead,
  markAllRead,
}: {
  page: Page<NotificationDto>;
  markRead: FormAction<null>;
  markAllRead: FormAction<null>;
}) {
  const hasUnread = page.items.some((item) => !item.isRead);
  return (
    <>
      <PageHeader
        title="Notifications"
        lead="Comments that name you, and new ones in threads that you write in."
        actions={
          hasUnread && (
            <ActionForm action={markAllRead} label="Mark all as read">
              <SubmitButton variant="secondary">Mark all as read</SubmitButton>
            </ActionForm>
          )
        }
      />
      {page.items.length === 0 ? (
        <EmptyState title="Nothing yet">
          You are told here when somebody names you with @ in a comment on an article or a source, or goes on
          in a thread that you write in.
        </EmptyState>
      ) : (
        <ol className="flex flex-col divide-y divide-border rounded-lg border border-border bg-surface">
          {page.items.map((item) => (
            <li key={item.id} className="flex items-start gap-3 px-4 py-2.5">
              <span
                aria-hidden="true"
                className={`mt-1.5 size-2 shrink-0 rounded-full ${item.isRead ? "bg-transparent" : "bg-accent"}`}
              />
              <div className="flex min-w-0 grow flex-wrap items-center justify-between gap-x-4">
                <div className="min-w-0 max-w-3xl">
                  <p className={item.isRead ? "text-ink-muted" : ""}>
                    {!item.isRead && <span className="sr-only">Not read: </span>}
                    <span className="font-medium">{item.who}</span> {notificationWords[item.kind]}{" "}
                    <Link className="link break-words" href={item.href} dir="auto">
                      {item.subject}
                    </Link>
                  </p>
                  <p className="text-sm text-ink-muted">
                    {item.project && <>{item.project}, </>}
                    <Time value={item.createdAt} />
                  </p>
                </div>
                {!item.isRead && (
                  <ActionForm action={markRead} label={`Mark as read: ${item.who} on ${item.subject}`}>
                    <input type="hidden" name="notificationId" value={item.id} />
                    <SubmitButton size="sm" variant="ghost" className="max-md:-ml-2.5">
                      Mark as read
                    </SubmitButton>
                  </ActionForm>
                )}
              </div>
            </li>
          ))}
        </ol>
      )}
      <Pagination
        {...(page.previous && { newerHref: `/notifications?cursor=${page.previous}` })}
        {...(page.next && { olderHref: `/notifications?cursor=${page.next}` })}
      />
    </>
  );
}
