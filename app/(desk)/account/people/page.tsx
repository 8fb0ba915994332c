import type { Metadata } from "next";
import { z } from "zod";
import * as actions from "@/app/(desk)/account/people/actions";
import { PeopleView } from "@/components/people/people-view";
import { listInvitations } from "@/lib/invitations/queries";
import { pageData } from "@/lib/page-data";
import { listRedactions } from "@/lib/redaction/queries";
import { listUsers } from "@/lib/users/queries";

export const metadata: Metadata = { title: "People" };

const query = z.object({
  people: z.string().optional().catch(undefined),
  decisions: z.string().optional().catch(undefined),
});

/** Everybody with an account here, for administrators: inviting, new passwords, disabling. */
export default async function PeoplePage({ searchParams }: { searchParams: Promise<unknown> }) {
  const { people, decisions } = query.parse(await searchParams);
  const data = await pageData(
    async (actor) => ({
      users: await listUsers(actor, { cursor: people }),
      invitations: await listInvitations(actor, { projectId: null }),
      decisions: await listRedactions(actor, { cursor: decisions }),
      ownId: actor.userId,
    }),
    "/account/people",
  );
  return (
    <PeopleView
      {...data}
      invite={actions.inviteAction}
      revokeInvitation={actions.revokeInvitationAction}
      setDisabled={actions.setDisabledAction}
      forget={actions.forgetAction}
    />
  );
}
