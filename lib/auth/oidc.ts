import "server-only";
import type { OAuthConfig } from "next-auth/providers/oauth";
import { z } from "zod";
import { db } from "@/lib/db";
import { env } from "@/lib/env";

/** What an OpenID Connect provider says in its ID token; only issuer and subject say who it is. */
export const oidcClaims = z.object({
  iss: z.string().min(1),
  sub: z.string().min(1),
  name: z.string().optional(),
  preferred_username: z.string().optional(),
  email: z.string().optional(),
  email_verified: z.union([z.boolean(), z.string().transform((text) => text === "true")]).optional(),
});

export type OidcClaims = z.output<typeof oidcClaims>;

/** The provider's name on buttons, or null where none is configured (OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET). */
export function oidcName(): string | null {
  return oidcProvider() ? env().OIDC_NAME : null;
}

/** The provider of the environment as next-auth wants it; null where none is configured. */
export function oidcProvider(): OAuthConfig<OidcClaims> | null {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = env();
  if (!issuer || !clientId || !clientSecret) return null;
  return {
    id: "oidc",
    name: env().OIDC_NAME,
    type: "oauth",
    wellKnown: `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`,
    clientId,
    clientSecret,
    idToken: true,
    checks: ["pkce", "state", "nonce"],
    authorization: { params: { scope: "openid profile email" } },
    profile: (claims) => ({ id: claims.sub }),
  };
}

/** The user to whom a login at the provider belongs, by issuer and subject; null when unknown or disabled. */
export async function findOidcUser(claims: OidcClaims): Promise<string | null> {
  const account = await db().oidcAccount.findFirst({
    where: { issuer: claims.iss, subject: claims.sub, user: { disabledAt: null, forgottenAt: null } },
    select: { userId: true },
  });
  return account?.userId ?? null;
}
