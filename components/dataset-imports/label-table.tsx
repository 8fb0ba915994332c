"use client";

import { Card } from "@/components/ui/card";
import { Select } from "@/components/ui/select";
import { meaningChoices } from "@/lib/dataset-imports/meanings";
import type { UnknownLabel } from "@/lib/dataset-imports/schema";

const groups = [...new Set(meaningChoices.map(({ group }) => group))];

/** The labels that no kind of ours has, each with what it means here; what it meant the last time is chosen already. */
export function LabelTable({
  labels,
  meanings,
  onChange,
}: {
  labels: readonly UnknownLabel[];
  meanings: Readonly<Record<string, string>>;
  onChange: (meanings: Readonly<Record<string, string>>) => void;
}) {
  return (
    <Card title="What do these labels mean?">
      <p className="mb-3 text-sm text-ink-muted">
        They are none of ours. What you choose is remembered for this project and format.
      </p>
      <ul className="flex flex-col divide-y divide-border">
        {labels.map(({ label, spans, proposed }) => (
          <li
            key={label}
            className="grid items-center gap-x-4 gap-y-1 py-2 sm:grid-cols-[minmax(0,1fr)_16rem]"
          >
            <span className="min-w-0">
              <span className="font-mono text-sm break-all">{label}</span>
              <span className="ml-2 text-sm text-ink-muted">
                {spans === 1 ? "1 span" : `${spans.toLocaleString("en")} spans`}
                {proposed && " · as the last time"}
              </span>
            </span>
            <Select
              aria-label={`Meaning of ${label}`}
              value={meanings[label] ?? ""}
              onChange={(event) => onChange({ ...meanings, [label]: event.target.value })}
            >
              <option value="">Choose …</option>
              {groups.map((group) => (
                <optgroup key={group} label={group}>
                  {meaningChoices
                    .filter((choice) => choice.group === group)
                    .map(({ code, label: words }) => (
                      <option key={code} value={code}>
                        {words}
                      </option>
                    ))}
                </optgroup>
              ))}
            </Select>
          </li>
        ))}
      </ul>
    </Card>
  );
}
