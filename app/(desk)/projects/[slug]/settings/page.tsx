import type { Metadata } from "next";
import { previewSettingsAction, saveSettingsAction } from "@/app/(desk)/projects/[slug]/settings/actions";
import { SettingsForm } from "@/components/projects/settings-form";
import { pageData } from "@/lib/page-data";
import { getProjectSettings } from "@/lib/projects/queries";

export const metadata: Metadata = { title: "Settings" };

/** A project's settings, for its managers. */
export default async function SettingsPage({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  const settings = await pageData((actor) => getProjectSettings(actor, slug));
  return (
    <SettingsForm
      key={settings.revision}
      settings={settings}
      preview={previewSettingsAction}
      save={saveSettingsAction}
    />
  );
}
