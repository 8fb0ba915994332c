import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { z } from "zod";
import { signInAction } from "@/app/(auth)/sign-in/actions";
import { SignInForm } from "@/components/auth/sign-in-form";
import { signInProblem } from "@/components/auth/sign-in-problem";
import { AuthShell } from "@/components/shell/auth-shell";
import { ForgetLogin } from "@/components/shell/forget-login";
import { currentActor } from "@/lib/auth/current-actor";
import { localPath } from "@/lib/auth/local-path";
import { oidcName } from "@/lib/auth/oidc";
import { getInstallation } from "@/lib/installation/queries";

const demoNote = "The demo logins are in the terminal, and in demo-logins.json of the data folder.";

export const metadata: Metadata = { title: "Sign in" };

const query = z.object({
  next: z.string().optional().catch(undefined),
  callbackUrl: z.string().optional().catch(undefined),
  error: z.string().optional().catch(undefined),
});

/** Signing in; somebody who is signed in goes on at once, and an installation without users to its set-up. */
export default async function SignInPage({ searchParams }: { searchParams: Promise<unknown> }) {
  const { next, error } = query.parse(await searchParams);
  const target = localPath(next);
  if (!error && (await currentActor())) redirect(target);
  const { hasUsers, hasDemo } = await getInstallation();
  if (!hasUsers) redirect("/set-up");
  return (
    <AuthShell title="Sign in" footer={hasDemo ? demoNote : undefined}>
      <ForgetLogin />
      <SignInForm
        action={signInAction}
        next={target}
        signOnName={oidcName()}
        problem={signInProblem(error)}
      />
    </AuthShell>
  );
}
