"use server";

import { revalidatePath } from "next/cache";
import { formAction } from "@/lib/action";
import { previewSettings, updateSettings } from "@/lib/projects/commands";
import { settingsInput } from "@/lib/projects/schema";

/** Says what the settings in the form would do; changes nothing. */
export const previewSettingsAction = formAction(
  settingsInput,
  async (actor, input) => ({ data: await previewSettings(actor, input) }),
  ["kinds", "blockingChecks"],
);

/** Saves the settings in the form. */
export const saveSettingsAction = formAction(
  settingsInput,
  async (actor, input) => {
    const settings = await updateSettings(actor, input);
    revalidatePath(`/projects/${settings.slug}`, "layout");
    return { data: settings, message: "Saved." };
  },
  ["kinds", "blockingChecks"],
);
