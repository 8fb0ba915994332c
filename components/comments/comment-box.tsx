"use client";

import { type KeyboardEvent, type RefObject, useId, useLayoutEffect, useRef, useState } from "react";
import { mentionAt, useMentions } from "@/components/comments/use-mentions";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { ErrorNote } from "@/components/ui/error-note";
import { TextArea } from "@/components/ui/text-area";
import { bodyOf, type CommentPlace, type MentionPerson } from "@/lib/comments/schema";

/**
 * Where a comment is typed: `@` opens the people who may read it, arrows and Enter choose one; Ctrl and Enter send. `send`
 * answers why it failed, or null; then the box is empty again.
 */
export function CommentBox({
  place,
  threadId = null,
  label,
  submitLabel,
  first = { typed: "", picked: [] },
  mayInstruct = false,
  boxRef,
  send,
  onLeave,
}: {
  place: CommentPlace;
  threadId?: string | null;
  label: string;
  submitLabel: string;
  /** What stands in it at first, when a comment is changed. */
  first?: { typed: string; picked: readonly MentionPerson[] };
  mayInstruct?: boolean;
  boxRef?: RefObject<HTMLTextAreaElement | null>;
  send: (body: string, isForAll: boolean) => Promise<string | null>;
  onLeave?: () => void;
}) {
  const id = useId();
  const ownRef = useRef<HTMLTextAreaElement>(null);
  const ref = boxRef ?? ownRef;
  const nextCaret = useRef<number | null>(null);
  const [typed, setTyped] = useState(first.typed);
  const [picked, setPicked] = useState(first.picked);
  const [isForAll, setForAll] = useState(false);
  const [caret, setCaret] = useState(0);
  const [isClosed, setClosed] = useState(false);
  const [active, setActive] = useState(0);
  const [problem, setProblem] = useState<string | null>(null);
  const [isSending, setSending] = useState(false);
  const mention = isClosed ? null : mentionAt(typed, caret);
  const people = useMentions(place, mention?.q ?? null, { threadId, isForAll });
  const isOpen = mention !== null && people.length > 0;
  const current = Math.min(active, people.length - 1);

  // Before the next key is typed, which would otherwise stand behind the words that follow.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the caret is put where it belongs whenever a name was taken
  useLayoutEffect(() => {
    if (nextCaret.current === null) return;
    ref.current?.setSelectionRange(nextCaret.current, nextCaret.current);
    nextCaret.current = null;
  }, [typed]);

  function choose(person: MentionPerson | undefined) {
    if (!person || !mention) return;
    const end = mention.at + person.name.length + 2;
    setTyped(`${typed.slice(0, mention.at)}@${person.name} ${typed.slice(caret).replace(/^ /, "")}`);
    setPicked([...picked.filter((one) => one.id !== person.id), person]);
    setCaret(end);
    nextCaret.current = end;
  }
  async function submit() {
    if (isSending) return;
    if (typed.trim() === "") return setProblem("Write something first.");
    setSending(true);
    const failed = await send(bodyOf(typed, picked).trim(), isForAll);
    setSending(false);
    setProblem(failed);
    if (failed) return;
    setTyped("");
    setPicked([]);
    setForAll(false);
    setCaret(0);
  }
  function press(event: KeyboardEvent<HTMLTextAreaElement>) {
    const { key } = event;
    if (key === "Enter" && (event.ctrlKey || event.metaKey)) {
      // The screens around have a Ctrl and Enter of their own.
      event.preventDefault();
      event.stopPropagation();
      return void submit();
    }
    if (key === "Escape" && !isOpen && onLeave) {
      event.preventDefault();
      event.stopPropagation();
      return onLeave();
    }
    if (!isOpen) return;
    if (key === "Escape") setClosed(true);
    else if (key === "ArrowDown") setActive((current + 1) % people.length);
    else if (key === "ArrowUp") setActive((current + people.length - 1) % people.length);
    else if (key === "Enter" || key === "Tab") choose(people[current]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
  return (
    <div className="relative flex flex-col gap-2">
      <TextArea
        ref={ref}
        rows={2}
        className="min-h-16"
        aria-label={label}
        placeholder={label}
        aria-autocomplete="list"
        aria-controls={isOpen ? `${id}-people` : undefined}
        aria-activedescendant={isOpen ? `${id}-${current}` : undefined}
        maxLength={3800}
        dir="auto"
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setCaret(event.target.selectionStart);
          setClosed(false);
          setActive(0);
        }}
        onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
        onBlur={() => setClosed(true)}
        onKeyDown={press}
      />
      {isOpen && (
        <div
          id={`${id}-people`}
          role="listbox"
          aria-label="People who may read this"
          className="flex flex-col rounded-md border border-border bg-surface-raised p-1 shadow-md"
        >
          {people.map((person, place) => (
            <div
              key={person.id}
              id={`${id}-${place}`}
              role="option"
              tabIndex={-1}
              aria-selected={place === current}
              className="cursor-pointer rounded-sm px-2 py-1 text-sm aria-selected:bg-accent-soft aria-selected:text-accent"
              // Before the text area loses the focus, which would close the list.
              onMouseDown={(event) => {
                event.preventDefault();
                choose(person);
              }}
            >
              {person.name}
            </div>
          ))}
        </div>
      )}
      {problem && <ErrorNote title={problem} />}
      <div className="flex flex-wrap items-center justify-between gap-2">
        {mayInstruct ? (
          <Checkbox
            label="For everybody, also while annotating"
            checked={isForAll}
            onChange={(event) => setForAll(event.target.checked)}
          />
        ) : (
          <span className="text-xs text-ink-muted">@ names somebody</span>
        )}
        <span className="ml-auto flex gap-2">
          {onLeave && (
            <Button size="sm" variant="ghost" onClick={onLeave}>
              Cancel
            </Button>
          )}
          <Button size="sm" disabled={isSending || typed.trim() === ""} onClick={() => void submit()}>
            {submitLabel}
          </Button>
        </span>
      </div>
    </div>
  );
}
