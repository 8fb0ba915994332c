import { Card } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { TextArea } from "@/components/ui/text-area";
import { TextInput } from "@/components/ui/text-input";
import { optionFields, type ReleaseOptions } from "@/lib/releases/schema";
import { balanceKinds, togetherKinds } from "@/lib/splits/schema";

const together = {
  cards: {
    label: "Of one claim card",
    help: "Articles with a claim that one card says. Needs the claim cards.",
  },
  stories: { label: "Of one story", help: "Of cards that are linked to each other, too." },
  sources: { label: "Of one publisher", help: "To test on publishers never seen in training." },
} as const;
const balance = { source: "of each publisher", kind: "of each kind of mark" } as const;

/** Whether the data is divided into train, dev and test, and how. */
export function SplitFields({ options }: { options: ReleaseOptions }) {
  const { split } = options;
  const fields = optionFields(options);
  return (
    <Card
      title="Splits"
      lead="Copies, reused passages, what derives from another and what shares twelve words stay on one side. The release proves it."
    >
      <Checkbox
        name="split"
        value="true"
        defaultChecked={split !== null}
        label="Divide into train, dev and test"
      />
      {split && (
        <div className="mt-4 flex flex-col gap-5 border-t border-border pt-4">
          <div className="grid gap-4 sm:grid-cols-2">
            <Field label="Shares" help="80:10:10, or 80:20 for train and test">
              {(control) => (
                <TextInput {...control} name="ratio" defaultValue={fields.ratio} maxLength={40} />
              )}
            </Field>
            <Field label="Seed" help="The same seed deals the same way again">
              {(control) => (
                <TextInput {...control} name="seed" type="number" min={0} defaultValue={fields.seed} />
              )}
            </Field>
          </div>
          <div>
            <SegmentedControl
              name="by"
              label="Dealt"
              defaultValue={split.by}
              options={[
                { value: "seed", label: "By seed" },
                { value: "time", label: "By date" },
              ]}
            />
            {split.by === "time" && (
              <Checkbox
                className="mt-3"
                name="undated"
                value="leave-out"
                defaultChecked={split.undated === "leave-out"}
                label="Leave articles without a time of publication out"
                help="Otherwise the build is refused where there are any."
              />
            )}
          </div>
          <fieldset>
            <legend className="mb-2 text-sm font-medium">Keep together as well, articles</legend>
            <div className="grid gap-x-6 gap-y-3 sm:grid-cols-2">
              {togetherKinds.map((kind) => (
                <Checkbox
                  key={kind}
                  name="together"
                  value={kind}
                  defaultChecked={split.together.includes(kind)}
                  label={together[kind].label}
                  help={together[kind].help}
                />
              ))}
            </div>
          </fieldset>
          <fieldset>
            <legend className="mb-2 text-sm font-medium">Give each side its share</legend>
            <input type="hidden" name="balance" value="" />
            <div className="flex flex-wrap gap-x-6 gap-y-2">
              {balanceKinds.map((kind) => (
                <Checkbox
                  key={kind}
                  name="balance"
                  value={kind}
                  defaultChecked={split.balance.includes(kind)}
                  label={balance[kind]}
                />
              ))}
            </div>
          </fieldset>
          <SharedFields options={options} />
        </div>
      )}
    </Card>
  );
}

/** What is done with runs of twelve words that articles share. */
function SharedFields({ options }: { options: ReleaseOptions }) {
  const fields = optionFields(options);
  return (
    <fieldset>
      <legend className="mb-2 text-sm font-medium">Articles that share twelve words in a row</legend>
      <div className="flex flex-col gap-3">
        <Checkbox
          name="apartShared"
          value="true"
          defaultChecked={fields.apartShared === "true"}
          label="May come to different sides"
          help="Then split.json lists every shared run as a leak. Otherwise they stay on one side."
        />
        <Checkbox
          name="countBoilerplate"
          value="true"
          defaultChecked={fields.countBoilerplate === "true"}
          label="Count words outside the story, too"
          help="Bylines, appeals, buttons: an outlet's own words otherwise join nothing."
        />
        <Field
          label="Passages that may stand on two sides"
          help="Formulas of an outlet, one a line, each of twelve words or more. They join nothing."
        >
          {(control) => (
            <TextArea {...control} name="allow" rows={3} defaultValue={fields.allow} maxLength={6_000} />
          )}
        </Field>
        <Field label="Why they may" help="Stands in split.json beside each">
          {(control) => (
            <TextInput {...control} name="allowReason" defaultValue={fields.allowReason} maxLength={300} />
          )}
        </Field>
      </div>
    </fieldset>
  );
}

/** Whether the texts leave at all; where they do not, how much of each may be quoted. */
export function TextFields({ options }: { options: ReleaseOptions }) {
  const { textFree } = options;
  const fields = optionFields(options);
  return (
    <Card title="Texts">
      <Checkbox
        name="textFree"
        value="true"
        defaultChecked={textFree !== null}
        label="Keep the texts here"
        help="Offsets, hashes, addresses and short quotes leave. Whoever has the texts puts them back with “sourcebench rehydrate” and gets the whole."
      />
      {textFree && (
        <div className="mt-4 grid gap-4 border-t border-border pt-4 sm:grid-cols-2">
          <Field label="Most of an article, %" help="Over all fields, notes and cards included">
            {(control) => (
              <TextInput
                {...control}
                name="share"
                type="number"
                min={0}
                max={100}
                defaultValue={fields.share}
              />
            )}
          </Field>
          <Field label="Longest quote, characters">
            {(control) => (
              <TextInput
                {...control}
                name="quote"
                type="number"
                min={0}
                max={10_000}
                defaultValue={fields.quote}
              />
            )}
          </Field>
        </div>
      )}
    </Card>
  );
}
