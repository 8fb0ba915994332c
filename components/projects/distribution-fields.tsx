import { FormCheckbox } from "@/components/forms/form-checkbox";
import { FormRadioGroup } from "@/components/forms/form-radio-group";
import { FormTextInput } from "@/components/forms/form-text-input";
import { Card } from "@/components/ui/card";
import { type ProjectSettings, takeOrders, takeOrderTerms } from "@/lib/projects/schema";

/** How work is given out: the order, everybody's limits, gold and calibration. */
export function DistributionFields({ settings }: { settings: ProjectSettings }) {
  return (
    <Card title="Giving out work" lead="What “Next article” gives, after what is kept for somebody by hand.">
      <div className="flex flex-col gap-5">
        <FormRadioGroup
          name="takeOrder"
          legend="Order"
          defaultValue={settings.takeOrder}
          options={takeOrders.map((value) => ({ value, ...takeOrderTerms[value] }))}
        />
        <div className="grid items-start gap-4 md:grid-cols-2">
          <FormTextInput
            name="orderSeed"
            type="number"
            min={0}
            max={1_000_000}
            label="Seed of the random order"
            help="Another seed is another order."
            defaultValue={settings.orderSeed}
          />
          <FormTextInput
            name="goldPercent"
            type="number"
            min={0}
            max={50}
            label="Pulls that give gold, in per cent"
            help="How often an annotator gets an article whose gold they are measured against."
            defaultValue={settings.goldPercent}
          />
          <FormTextInput
            name="mostOpen"
            type="number"
            min={1}
            max={1000}
            label="Most articles in hand"
            help="For each person at a time. Empty is no limit; a member can have a limit of their own."
            defaultValue={settings.mostOpen ?? ""}
            isOptional
          />
          <FormTextInput
            name="mostPerWeek"
            type="number"
            min={1}
            max={1000}
            label="Most articles a week"
            help="For each person, from Monday (UTC) on."
            defaultValue={settings.mostPerWeek ?? ""}
            isOptional
          />
        </div>
        <FormCheckbox
          name="showsCalibration"
          label="Tell annotators which articles are for calibration"
          help="Otherwise only managers know."
          defaultChecked={settings.showsCalibration}
        />
        <FormCheckbox
          name="showsGoldResults"
          label="Tell annotators how they do on gold"
          help="Their own mean, never on which articles. Otherwise only managers know."
          defaultChecked={settings.showsGoldResults}
        />
      </div>
    </Card>
  );
}
