import { Users } from "lucide-react";
import { KeysCard } from "@/components/account/keys-card";
import { PasswordForm } from "@/components/account/password-form";
import { SessionList } from "@/components/account/session-list";
import { ThemeChoice } from "@/components/account/theme-choice";
import { TokenList } from "@/components/account/token-list";
import { SignOnButton } from "@/components/auth/sign-on-button";
import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { FormTextInput } from "@/components/forms/form-text-input";
import { Card } from "@/components/ui/card";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { SubmitButton } from "@/components/ui/submit-button";
import type { Page } from "@/lib/page";
import type { ProjectSummary } from "@/lib/projects/schema";
import type { SessionDto } from "@/lib/sessions/schema";
import type { KeyPreference } from "@/lib/shortcuts/schema";
import type { Theme } from "@/lib/theme";
import type { CreatedToken, TokenDto } from "@/lib/tokens/schema";
import type { AccountDto } from "@/lib/users/schema";

/** A person's own account. */
export function AccountView({
  account,
  sessions,
  isAdmin,
  tokens,
  projects,
  theme,
  keys,
  signOnName,
  changeName,
  changePassword,
  revokeSession,
  signOutOthers,
  signOutEverywhere,
  createToken,
  revokeToken,
  prepareLink,
  setTheme,
  changeShortcut,
  resetShortcuts,
  setSingleKeys,
}: {
  account: AccountDto;
  sessions: SessionDto[];
  isAdmin: boolean;
  tokens: Page<TokenDto>;
  projects: ProjectSummary[];
  theme: Theme;
  keys: KeyPreference;
  signOnName: string | null;
  changeName: FormAction<null>;
  changePassword: FormAction<null>;
  revokeSession: FormAction<null>;
  signOutOthers: () => Promise<void>;
  signOutEverywhere: () => Promise<void>;
  createToken: FormAction<CreatedToken>;
  revokeToken: FormAction<null>;
  prepareLink: () => Promise<void>;
  setTheme: (theme: Theme) => Promise<void>;
  changeShortcut: FormAction<null>;
  resetShortcuts: FormAction<null>;
  setSingleKeys: FormAction<null>;
}) {
  return (
    <div className="max-w-2xl">
      <PageHeader
        title="Account"
        lead={account.email ?? undefined}
        actions={
          isAdmin && (
            <LinkButton href="/account/people" icon={<Users />}>
              People
            </LinkButton>
          )
        }
      />
      <div className="flex flex-col gap-6">
        <Card title="Name" lead="As the others see it.">
          <ActionForm action={changeName} label="Name">
            <FormTextInput
              name="name"
              label="Name"
              defaultValue={account.name}
              autoComplete="name"
              className="max-w-sm"
              required
            />
            <div>
              <SubmitButton variant="secondary">Save name</SubmitButton>
            </div>
          </ActionForm>
        </Card>
        <Card
          title="Password"
          lead={
            account.hasPassword
              ? "Changing it signs you out on all other devices."
              : "You sign in through the sign-on provider; a password is a second way in."
          }
        >
          <PasswordForm action={changePassword} account={account} />
        </Card>
        {signOnName && (
          <Card
            title={signOnName}
            lead={
              account.hasSignOn
                ? `You can sign in with ${signOnName}.`
                : `Link your login at ${signOnName}, to sign in with it from now on.`
            }
          >
            {!account.hasSignOn && (
              <div className="max-w-sm">
                <SignOnButton label={`Link ${signOnName}`} next="/account" prepare={prepareLink} />
              </div>
            )}
          </Card>
        )}
        <SessionList
          sessions={sessions}
          revoke={revokeSession}
          signOutOthers={signOutOthers}
          signOutEverywhere={signOutEverywhere}
        />
        <TokenList tokens={tokens} projects={projects} create={createToken} revoke={revokeToken} />
        <KeysCard
          keys={keys}
          changeShortcut={changeShortcut}
          resetShortcuts={resetShortcuts}
          setSingleKeys={setSingleKeys}
        />
        <Card title="Theme" lead="Kept in this browser.">
          <ThemeChoice theme={theme} setTheme={setTheme} />
        </Card>
      </div>
    </div>
  );
}
