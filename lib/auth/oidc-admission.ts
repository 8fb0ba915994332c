import "server-only";
import { recordEvents } from "@/lib/audit";
import { currentActor } from "@/lib/auth/current-actor";
import { findOidcUser, type OidcClaims } from "@/lib/auth/oidc";
import { type SignOnPurpose, takeSignOnPurpose } from "@/lib/auth/sign-on-purpose";
import { db, inTransaction } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { acceptInvitationBySignOn } from "@/lib/invitations/commands";
import { emailField } from "@/lib/users/schema";

/**
 * Whether a login that the provider has proved may come in: true for one known by issuer and subject, and for one that
 * an invitation under way (or its owner, signed in and asking for it) makes known; otherwise the page that says why not.
 */
export async function admitOidc(claims: OidcClaims): Promise<true | string> {
  const purpose = await takeSignOnPurpose();
  if (await findOidcUser(claims)) return true;
  if (!purpose || (await isStored(claims))) return "/sign-in?error=UnknownLogin";
  try {
    await makeKnown(claims, purpose);
    return true;
  } catch (error) {
    if (error instanceof AppError) return `/sign-in?error=${encodeURIComponent(error.code)}`;
    throw error;
  }
}

/** A login may be stored and yet not come in: its user is disabled. */
async function isStored({ iss, sub }: OidcClaims): Promise<boolean> {
  return (await db().oidcAccount.count({ where: { issuer: iss, subject: sub } })) > 0;
}

async function makeKnown(claims: OidcClaims, purpose: SignOnPurpose): Promise<void> {
  const { iss: issuer, sub: subject } = claims;
  if (purpose.kind === "invitation") {
    const email = emailField.safeParse(claims.email_verified ? claims.email : undefined);
    const name = Array.from((claims.name ?? claims.preferred_username ?? "").trim())
      .slice(0, 100)
      .join("");
    await acceptInvitationBySignOn({
      token: purpose.token,
      issuer,
      subject,
      name: name || "New member",
      email: email.success ? email.data : null,
    });
    return;
  }
  const actor = await currentActor();
  if (actor?.sessionId !== purpose.sessionId)
    throw new AppError(401, "UnknownLogin", "Sign in first, then link the login.");
  const { userId } = actor;
  await inTransaction(undefined, async (tx) => {
    await tx.oidcAccount.create({ data: { issuer, subject, userId } });
    await recordEvents(tx, [{ type: "user.sign-on-linked", actorId: userId, subjectId: userId }]);
  });
}
