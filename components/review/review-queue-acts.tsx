"use client";

import { type BulkActions, BulkDialog } from "@/components/bulk/bulk-dialog";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { TextArea } from "@/components/ui/text-area";
import type { BulkResult } from "@/lib/bulk/schema";
import type { QueueAct, QueueChoices, QueueList } from "@/lib/review/queue-schema";

const actsOf: Record<QueueList, readonly QueueAct[]> = {
  waiting: ["finish", "assign", "return"],
  reviewing: ["finish", "release", "return"],
  mine: ["finish", "assign", "release", "return"],
  signing: ["assign"],
  returned: [],
  disputed: [],
  done: [],
};

/** Whether articles of a list can be acted on together. */
export function hasQueueActs(list: QueueList): boolean {
  return actsOf[list].length > 0;
}

/** What can be done with the ticked articles, each behind a preview. */
export function ReviewQueueActs({
  slug,
  list,
  selected,
  choices,
  mayAssign,
  selfId,
  actions,
  onDone,
}: {
  slug: string;
  list: QueueList;
  selected: readonly string[];
  choices: QueueChoices;
  mayAssign: boolean;
  selfId: string;
  actions: BulkActions;
  onDone: (result: BulkResult) => void;
}) {
  const people = mayAssign ? choices.people : choices.people.filter((person) => person.id === selfId);
  const words = {
    finish: {
      label: "Take all agreed",
      title: "Take all agreed places",
      description:
        "Articles where nothing is left open are finished; the others stay in the queue with less to do.",
    },
    return: {
      label: "Return",
      title: "Return to the annotators",
      description: "Everybody who annotated them gets them back with your comment.",
      fields: (
        <Field label="What to look at again" isRequired>
          {(control) => <TextArea {...control} name="comment" rows={3} maxLength={2_000} />}
        </Field>
      ),
    },
    release: {
      label: "Release",
      title: "Give reviews back to the queue",
      description: "Every decision made so far stays for whoever goes on.",
    },
    assign: {
      label: "Assign",
      title: "Say who reviews",
      description: "Only that person, or a manager, begins them then.",
      fields: (
        <Field label="Reviewer">
          {(control) => (
            <Select {...control} name="assigneeId" defaultValue={people[0]?.id ?? ""}>
              {people.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
              <option value="">Anybody</option>
            </Select>
          )}
        </Field>
      ),
    },
  } satisfies Record<
    QueueAct,
    { label: string; title: string; description: string; fields?: React.ReactNode }
  >;
  return (
    <div role="toolbar" aria-label="With the ticked articles" className="flex flex-wrap items-center gap-2">
      {actsOf[list].map((act) => {
        const { label, title, description, ...rest } = words[act];
        return (
          <BulkDialog
            key={act}
            trigger={
              <Button size="sm" disabled={selected.length === 0}>
                {label}
              </Button>
            }
            title={title}
            description={description}
            confirmLabel={label}
            hidden={[["slug", slug], ["act", act], ...selected.map((id) => ["articleIds", id] as const)]}
            fields={"fields" in rest ? rest.fields : undefined}
            actions={actions}
            onDone={onDone}
          />
        );
      })}
    </div>
  );
}
