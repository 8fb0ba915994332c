import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { setUpAction } from "@/app/(auth)/set-up/actions";
import { SetUpForm } from "@/components/auth/set-up-form";
import { AuthShell } from "@/components/shell/auth-shell";
import { getInstallation } from "@/lib/installation/queries";

export const metadata: Metadata = { title: "Set up" };

/** The very first page of an installation; once anybody exists it only leads to signing in. */
export default async function SetUpPage() {
  const { hasUsers } = await getInstallation();
  if (hasUsers) redirect("/sign-in");
  return (
    <AuthShell
      title="Set up Sourcebench"
      lead="You become its first administrator: you make projects and invite the others."
    >
      <SetUpForm action={setUpAction} />
    </AuthShell>
  );
}
