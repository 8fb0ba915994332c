"use client";

import { type KeyboardEvent, startTransition, useActionState, useOptimistic, useState } from "react";
import { Keys } from "@/components/annotate/help-dialog";
import type { FormAction } from "@/components/forms/action-form";
import { reaching } from "@/components/forms/reaching";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ErrorNote } from "@/components/ui/error-note";
import { Switch } from "@/components/ui/switch";
import { type KeyRow, keyName, keyRows, otherKeyGroups } from "@/lib/shortcuts/keymap";
import type { KeyPreference } from "@/lib/shortcuts/schema";
import { type KeyId, shortcutGroups } from "@/lib/shortcuts/table";

type Change = { action: KeyId; key?: string };

/** The keys of annotating, of judging pairs and of adjudicating as this person wants them: each changed by pressing the key wanted. */
export function KeysCard({
  keys,
  changeShortcut,
  resetShortcuts,
  setSingleKeys,
}: {
  keys: KeyPreference;
  changeShortcut: FormAction<null>;
  resetShortcuts: FormAction<null>;
  setSingleKeys: FormAction<null>;
}) {
  const [asked, setAsked] = useState<KeyId | null>(null);
  const [tried, setTried] = useState<KeyId | null>(null);
  const [changed, change, isPending] = useActionState(reaching(changeShortcut), null);
  const [, reset] = useActionState(reaching(resetShortcuts), null);
  const [, single] = useActionState(reaching(setSingleKeys), null);
  const [hasSingleKeys, showSingleKeys] = useOptimistic(keys.hasSingleKeys);
  const table = keyRows(keys.own);
  const isOwn = (action: KeyId) => keys.own[action] !== undefined;

  function send({ action, key }: Change) {
    const form = new FormData();
    form.set("action", action);
    if (key !== undefined) form.set("key", key);
    setAsked(null);
    setTried(action);
    startTransition(() => change(form));
  }
  function capture(event: KeyboardEvent, action: KeyId) {
    if (["Shift", "Control", "Alt", "Meta", "AltGraph", "CapsLock", "Tab"].includes(event.key)) return;
    event.preventDefault();
    if (event.key === "Escape") return setAsked(null);
    send({ action, key: keyName(event) });
  }
  return (
    <div id="keys">
      <Card
        title="Keys"
        lead="Of the screens on which articles are annotated, pairs of passages are judged and annotations are adjudicated."
        actions={
          Object.keys(keys.own).length > 0 && (
            <form action={reset}>
              <Button type="submit" size="sm">
                Reset all keys
              </Button>
            </form>
          )
        }
      >
        <Switch
          label="Keys of one character"
          help="Off, letters, digits and signs do nothing by themselves, so that speech input sets nothing off. All commands stay in the list under Ctrl K, and any can be given a key with Ctrl."
          checked={hasSingleKeys}
          onChange={(event) => {
            const isOn = event.target.checked;
            const form = new FormData();
            form.set("hasSingleKeys", isOn ? "on" : "off");
            startTransition(() => {
              showSingleKeys(isOn);
              single(form);
            });
          }}
        />
        <details className="mt-4">
          <summary className="cursor-pointer text-base font-medium">Change single keys</summary>
          <div className="mt-3 flex flex-col gap-5">
            {[...shortcutGroups, ...otherKeyGroups].map((group) => (
              <section key={group} aria-label={group}>
                <h3 className="mb-1 text-sm font-semibold">{group}</h3>
                <ul className="divide-y divide-border border-y border-border">
                  {table
                    .filter((shortcut) => shortcut.group === group)
                    .map((shortcut) => (
                      <Row
                        key={shortcut.id}
                        shortcut={shortcut}
                        isAsked={asked === shortcut.id}
                        isOwn={isOwn(shortcut.id)}
                        isPending={isPending && tried === shortcut.id}
                        refusal={tried === shortcut.id && changed && !changed.ok ? refusalOf(changed) : null}
                        onAsk={() => {
                          setAsked(shortcut.id);
                          setTried(null);
                        }}
                        onKey={(event) => capture(event, shortcut.id)}
                        onLeave={() => setAsked((now) => (now === shortcut.id ? null : now))}
                        onReset={() => send({ action: shortcut.id })}
                      />
                    ))}
                </ul>
              </section>
            ))}
          </div>
        </details>
      </Card>
    </div>
  );
}

function refusalOf(failed: { message: string; fieldErrors?: Record<string, string[] | undefined> }): string {
  return failed.fieldErrors?.key?.join(" ") ?? failed.message;
}

function Row({
  shortcut,
  isAsked,
  isOwn,
  isPending,
  refusal,
  onAsk,
  onKey,
  onLeave,
  onReset,
}: {
  shortcut: KeyRow;
  isAsked: boolean;
  isOwn: boolean;
  isPending: boolean;
  refusal: string | null;
  onAsk: () => void;
  onKey: (event: KeyboardEvent) => void;
  onLeave: () => void;
  onReset: () => void;
}) {
  return (
    <li className="py-1.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="min-w-40 grow text-sm">{shortcut.label}</span>
        <span className="flex gap-1">
          <Keys shortcut={shortcut} />
        </span>
        <Button
          size="sm"
          variant={isAsked ? "primary" : "secondary"}
          isPending={isPending}
          aria-label={
            isAsked ? `Press the key for: ${shortcut.label}` : `Change the key of: ${shortcut.label}`
          }
          onClick={onAsk}
          onBlur={onLeave}
          onKeyDown={isAsked ? onKey : undefined}
        >
          {isAsked ? "Press a key" : "Change"}
        </Button>
        {isOwn && (
          <Button
            size="sm"
            variant="ghost"
            aria-label={`Reset the key of: ${shortcut.label}`}
            onClick={onReset}
          >
            Reset
          </Button>
        )}
      </div>
      {refusal && <ErrorNote className="mt-1.5">{refusal}</ErrorNote>}
    </li>
  );
}
