"use client";

import { Card } from "@/components/ui/card";
import { Select } from "@/components/ui/select";
import type { AttributeDefinition } from "@/lib/attributes/schema";
import { meaningChoices, ownMeanings } from "@/lib/dataset-imports/meanings";
import type { UnknownLabel } from "@/lib/dataset-imports/schema";

/** The labels that no kind of ours has, each with what it means here; what it meant the last time is chosen already. */
export function LabelTable({
  labels,
  attributes,
  meanings,
  onChange,
}: {
  labels: readonly UnknownLabel[];
  attributes: readonly AttributeDefinition[];
  meanings: Readonly<Record<string, string>>;
  onChange: (meanings: Readonly<Record<string, string>>) => void;
}) {
  const choices = [...meaningChoices.slice(0, -1), ...ownMeanings(attributes), ...meaningChoices.slice(-1)];
  const groups = [...new Set(choices.map(({ group }) => group))];
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
                  {choices
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
