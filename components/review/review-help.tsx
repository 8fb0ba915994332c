"use client";

import { reviewShortcuts } from "@/components/review/shortcuts";
import { useSingleKeys } from "@/components/review/use-single-keys";
import { Dialog } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";
import { Switch } from "@/components/ui/switch";

const groups = ["Places", "Decide", "Work"] as const;

/** Every key of the screen, from the table that the keys come from, and the switch that turns single keys off. */
export function ReviewHelp({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const [isOn, setOn] = useSingleKeys();
  return (
    <Dialog title="Keys" size="lg" isOpen={isOpen} onOpenChange={(next) => !next && onClose()}>
      <div className="columns-1 gap-8 sm:columns-2">
        {groups.map((group) => (
          <section key={group} className="mb-5 break-inside-avoid">
            <h3 className="mb-1.5 text-sm font-semibold">{group}</h3>
            <dl className="grid grid-cols-[5.5rem_1fr] gap-x-3 gap-y-1 text-sm">
              {reviewShortcuts
                .filter((shortcut) => shortcut.group === group)
                .map((shortcut) => (
                  <div key={shortcut.action} className="contents">
                    <dt className="flex flex-wrap gap-1">
                      {shortcut.shown.map((key) => (
                        <Kbd key={key}>{key}</Kbd>
                      ))}
                    </dt>
                    <dd>{shortcut.label}</dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
      <div className="border-t border-border pt-4">
        <Switch
          label="Single keys"
          help="Turn them off where they get in the way of dictation or a screen reader. Every key has its button; Ctrl ↵, Esc and ? stay."
          checked={isOn}
          onChange={(event) => setOn(event.target.checked)}
        />
      </div>
    </Dialog>
  );
}
