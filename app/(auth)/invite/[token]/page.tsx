import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import {
  acceptAction,
  acceptAsNewAction,
  acceptNewPasswordAction,
  prepareSignOn,
} from "@/app/(auth)/invite/[token]/actions";
import { InvitationView } from "@/components/auth/invitation-view";
import { currentActor } from "@/lib/auth/current-actor";
import { oidcName } from "@/lib/auth/oidc";
import { findInvitation } from "@/lib/invitations/queries";

// The address is a secret: it goes nowhere else.
export const metadata: Metadata = { title: "Invitation", referrer: "no-referrer" };

const params = z.object({ token: z.string().max(200) });

/** What an invitation's link opens: who invites to what, and the ways to accept. */
export default async function InvitationPage(props: { params: Promise<unknown> }) {
  const { token } = params.parse(await props.params);
  const invitation = await findInvitation(token);
  if (!invitation) notFound();
  const actor = await currentActor();
  return (
    <InvitationView
      invitation={invitation}
      token={token}
      signedInAs={actor?.name ?? null}
      signOnName={oidcName()}
      accept={acceptAction}
      acceptAsNew={acceptAsNewAction}
      acceptNewPassword={acceptNewPasswordAction}
      prepareSignOn={prepareSignOn.bind(null, token)}
    />
  );
}
