import "server-only";
import type { NextAuthOptions } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { z } from "zod";
import { clientInfo } from "@/lib/auth/client-info";
import { findOidcUser, oidcClaims, oidcProvider } from "@/lib/auth/oidc";
import { admitOidc } from "@/lib/auth/oidc-admission";
import { sessionCookie } from "@/lib/auth/session-cookie";
import { signInWithPassword } from "@/lib/auth/sign-in";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { log } from "@/lib/log";
import { endSession, startSession } from "@/lib/sessions/commands";
import { type ClientInfo, sessionSeconds } from "@/lib/sessions/schema";
import { signInInput } from "@/lib/users/schema";

const tokenShape = z.object({ sessionId: z.uuid() });

/**
 * next-auth's settings. Its token holds the id of a Session row and nothing else: the row says who it is and whether
 * it still holds. `client` is where the request comes from, for sessions begun in it.
 */
export function authOptions(client: ClientInfo = { address: "", userAgent: "" }): NextAuthOptions {
  const oidc = oidcProvider();
  return {
    secret: env().AUTH_SECRET,
    useSecureCookies: sessionCookie().options.secure,
    session: { strategy: "jwt", maxAge: sessionSeconds },
    pages: { signIn: "/sign-in", error: "/sign-in", signOut: "/account" },
    providers: oidc ? [passwordProvider(), oidc] : [passwordProvider()],
    callbacks: {
      async signIn({ account, profile }) {
        return account?.provider === "oidc" ? admitOidc(oidcClaims.parse(profile)) : true;
      },
      async jwt({ token, account, profile, user }) {
        if (!account) return { sessionId: tokenShape.parse(token).sessionId };
        if (account.provider !== "oidc") return { sessionId: await startSession(user.id, client) };
        const userId = await findOidcUser(oidcClaims.parse(profile));
        if (!userId) throw new AppError(401, "wrong-login", "This login is not known here.");
        return { sessionId: await startSession(userId, client) };
      },
      session({ session, token }) {
        return Object.assign({ expires: session.expires }, tokenShape.parse(token));
      },
    },
    events: {
      async signOut({ token }) {
        const held = tokenShape.safeParse(token);
        if (held.success) await endSession(held.data.sessionId);
      },
    },
    // Codes only: what comes with them may quote tokens.
    logger: {
      error: (code) => log().error({ code }, "next-auth"),
      warn: (code) => log().warn({ code }, "next-auth"),
      debug: () => undefined,
    },
  };
}

function passwordProvider() {
  return Credentials({
    credentials: { email: { type: "email" }, password: { type: "password" } },
    async authorize(credentials, request) {
      const input = signInInput.safeParse(credentials);
      if (!input.success) return null;
      const headers = new Headers(z.record(z.string(), z.string()).parse(request.headers ?? {}));
      try {
        return { id: await signInWithPassword(input.data, clientInfo(headers)) };
      } catch (error) {
        if (error instanceof AppError && error.status === 401) return null;
        // next-auth puts the message of what is thrown into an address: only ours may stand there.
        throw error instanceof AppError ? new Error(error.code) : new Error("Callback");
      }
    },
  });
}
