/** Everybody but the person whose account it is. */
const refused = ["anonymous", "stranger", "foreignManager", "viewer", "annotator", "reviewer"] as const;

/** The server actions on one's own account and notifications; what is named is somebody else's. */
export function accountCalls({
  sessionId,
  tokenId,
  notificationId,
}: {
  sessionId: string;
  tokenId: string;
  notificationId: string;
}) {
  return {
    "notifications markReadAction": { refused, form: { notificationId } },
    "notifications markAllReadAction": { refused: ["anonymous"], form: {} },
    "account changePasswordAction": {
      refused: ["anonymous"],
      form: { password: "long enough to be one", again: "long enough to be one" },
    },
    "account changeNameAction": { refused: ["anonymous"], form: { name: "Somebody" } },
    "account revokeSessionAction": { refused, form: { sessionId } },
    "account changeShortcutAction": {
      refused: ["anonymous"],
      form: { action: "next-unit", key: "e" },
    },
    "account resetShortcutsAction": { refused: ["anonymous"], form: {} },
    "account setSingleKeysAction": { refused: ["anonymous"], form: { hasSingleKeys: "on" } },
    "account createTokenAction": { refused: ["anonymous"], form: { name: "A program", scopes: "read" } },
    "account revokeTokenAction": { refused, form: { tokenId } },
  } as const;
}
