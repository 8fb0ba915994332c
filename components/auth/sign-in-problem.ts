const problems: Record<string, string> = {
  UnknownLogin:
    "This login is not known here. Open your invitation link and continue from there, or ask somebody here for one.",
  CredentialsSignin: "This e-mail address and password do not go together.",
  "too-many": "Too many failed tries from here. Wait some minutes and try again.",
  "invitation-used": "This invitation has been used. Ask for a new one.",
  "invitation-revoked": "This invitation has been withdrawn. Ask for a new one.",
  "invitation-expired": "This invitation has run out. Ask for a new one.",
  "not-found": "There is no such invitation. Ask for a new one.",
};

/** The sentence for an error code in the address of the sign-in page; undefined for none. */
export function signInProblem(code: string | undefined): string | undefined {
  if (!code) return undefined;
  return problems[code] ?? "Signing in through the provider did not work. Try again.";
}
