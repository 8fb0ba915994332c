"use client";

import { useContext } from "react";
import { Keys } from "@/components/annotate/help-dialog";
import { ReviewKeyContext } from "@/components/review/review-keys";
import { useSingleKeys } from "@/components/review/use-single-keys";
import { Dialog } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";
import { Switch } from "@/components/ui/switch";
import { reviewShortcutGroups } from "@/lib/shortcuts/review-table";

/** Every key of the screen as its reader has it, and the switch that turns single keys off in this browser. */
export function ReviewHelp({
  isOnForAccount,
  isOpen,
  onClose,
}: {
  /** Whether the person has single keys at all. */
  isOnForAccount: boolean;
  isOpen: boolean;
  onClose: () => void;
}) {
  const { table, hasSingleKeys } = useContext(ReviewKeyContext);
  const [isOn, setOn] = useSingleKeys();
  return (
    <Dialog title="Keys" size="lg" isOpen={isOpen} onOpenChange={(next) => !next && onClose()}>
      {!isOnForAccount && (
        <p className="mb-4 text-sm">
          You have turned keys of one character off. Everything stands on a button, and in the list of
          commands.
        </p>
      )}
      <div className="columns-1 gap-8 sm:columns-2">
        {reviewShortcutGroups.map((group) => (
          <section key={group} className="mb-5 break-inside-avoid">
            <h3 className="mb-1.5 text-sm font-semibold">{group}</h3>
            <dl className="grid grid-cols-[5.5rem_1fr] gap-x-3 gap-y-1 text-sm">
              {table
                .filter((shortcut) => shortcut.group === group)
                .map((shortcut) => (
                  <div key={shortcut.action} className="contents">
                    <dt className="flex flex-wrap gap-1">
                      {shortcut.action === "digit" && hasSingleKeys ? (
                        <Kbd>1–9</Kbd>
                      ) : (
                        <Keys shortcut={shortcut} hasSingleKeys={hasSingleKeys} />
                      )}
                    </dt>
                    <dd>{shortcut.label}</dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
      <div className="flex flex-col gap-3 border-t border-border pt-4">
        {isOnForAccount && (
          <Switch
            label="Single keys"
            help="Turn them off in this browser where they get in the way of dictation or a screen reader. Every key has its button; keys with Ctrl, Esc and the list of commands stay."
            checked={isOn}
            onChange={(event) => setOn(event.target.checked)}
          />
        )}
        <p className="text-sm text-ink-muted">
          Undo and the lists have the same keys as while you annotate. Keys can be changed on{" "}
          <a className="link" href="/account#keys">
            your account page
          </a>
          .
        </p>
      </div>
    </Dialog>
  );
}
