import type { Metadata } from "next";
import { cookies } from "next/headers";
import { z } from "zod";
import * as actions from "@/app/(desk)/account/actions";
import { setTheme } from "@/app/(desk)/actions";
import { AccountView } from "@/components/account/account-view";
import { oidcName } from "@/lib/auth/oidc";
import { pageData } from "@/lib/page-data";
import { listProjects } from "@/lib/projects/queries";
import { listSessions } from "@/lib/sessions/queries";
import { getKeyPreference } from "@/lib/shortcuts/queries";
import { parseTheme, themeCookie } from "@/lib/theme";
import { listTokens } from "@/lib/tokens/queries";
import { getAccount } from "@/lib/users/queries";

export const metadata: Metadata = { title: "Account" };

const query = z.object({ tokens: z.string().max(200).optional().catch(undefined) });

/** One's own name, password, sessions, tokens and theme. */
export default async function AccountPage({ searchParams }: { searchParams: Promise<unknown> }) {
  const { tokens } = query.parse(await searchParams);
  const data = await pageData(
    async (actor) => ({
      account: await getAccount(actor),
      sessions: await listSessions(actor),
      tokens: await listTokens(actor, { cursor: tokens }),
      projects: (await listProjects(actor)).items,
      keys: await getKeyPreference(actor),
      isAdmin: actor.isAdmin,
    }),
    "/account",
  );
  const theme = parseTheme((await cookies()).get(themeCookie)?.value);
  return (
    <AccountView
      {...data}
      theme={theme}
      signOnName={oidcName()}
      changeName={actions.changeNameAction}
      changePassword={actions.changePasswordAction}
      revokeSession={actions.revokeSessionAction}
      signOutOthers={actions.signOutOthers}
      signOutEverywhere={actions.signOutEverywhere}
      createToken={actions.createTokenAction}
      revokeToken={actions.revokeTokenAction}
      prepareLink={actions.prepareLink}
      setTheme={setTheme}
      changeShortcut={actions.changeShortcutAction}
      resetShortcuts={actions.resetShortcutsAction}
      setSingleKeys={actions.setSingleKeysAction}
    />
  );
}
