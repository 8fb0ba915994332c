import type { Metadata } from "next";
import { cookies } from "next/headers";
import * as actions from "@/app/(desk)/account/actions";
import { setTheme } from "@/app/(desk)/actions";
import { AccountView } from "@/components/account/account-view";
import { oidcName } from "@/lib/auth/oidc";
import { pageData } from "@/lib/page-data";
import { listSessions } from "@/lib/sessions/queries";
import { parseTheme, themeCookie } from "@/lib/theme";
import { getAccount } from "@/lib/users/queries";

export const metadata: Metadata = { title: "Account" };

/** One's own name, password, sessions and theme. */
export default async function AccountPage() {
  const data = await pageData(async (actor) => ({
    account: await getAccount(actor),
    sessions: await listSessions(actor),
    isAdmin: actor.isAdmin,
  }));
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
      prepareLink={actions.prepareLink}
      setTheme={setTheme}
    />
  );
}
