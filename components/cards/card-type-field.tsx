import { FormRadioGroup } from "@/components/forms/form-radio-group";

/** Whether a card follows what is claimed or that it was said. */
export function CardTypeField({ defaultType = "content" }: { defaultType?: string }) {
  return (
    <FormRadioGroup
      name="type"
      legend="What the card counts"
      defaultValue={defaultType}
      options={[
        {
          value: "content",
          label: "What is claimed",
          help: "Independent origins are counted, and a credibility can be given.",
        },
        {
          value: "speech-act",
          label: "That it was said",
          help: "Speakers are counted; none confirms another.",
        },
      ]}
    />
  );
}
