import { z } from "zod";
import { projectRoles } from "@/lib/policy";
import { emailField, nameField, newPasswordField } from "@/lib/users/schema";

/** How many days an invitation may be open for, and how many unless told. */
export const invitationDays = { most: 60, usual: 7 } as const;

const blankIsNone = (value: unknown) => (value === "" || value === null ? undefined : value);

/** What the form for inviting somebody to a project sends. */
export const projectInvitationInput = z.object({
  role: z.enum(projectRoles, "Choose a role."),
  email: z.preprocess(blankIsNone, emailField.optional()),
  days: z.preprocess(
    blankIsNone,
    z.coerce
      .number("Write a number of days.")
      .int("Write a whole number of days.")
      .min(1, "At least one day.")
      .max(invitationDays.most, `At most ${invitationDays.most} days.`)
      .default(invitationDays.usual),
  ),
});

/** The same to the installation: for a new person, or for somebody here (by e-mail address) who lost their password. */
export const siteInvitationInput = projectInvitationInput.omit({ role: true }).extend({ email: emailField });

/** What somebody new writes to accept; where the invitation names an address, that one holds. */
export const acceptAsNewInput = z.object({
  token: z.string(),
  name: nameField,
  email: emailField,
  password: newPasswordField,
});

/** What somebody who is here already writes to get in again with a new password. */
export const acceptNewPasswordInput = z.object({ token: z.string(), password: newPasswordField });

export type InvitationState = "open" | "accepted" | "revoked" | "expired";

/** What was made: `path` (on this site) is the link, and is not stored, so that it can be shown only now. */
export type CreatedInvitation = { id: string; path: string; expiresAt: string };

/** An invitation as the members page lists it; times are ISO 8601, the link is shown only once, when it is made. */
export type InvitationDto = {
  id: string;
  role: string | null;
  email: string | null;
  state: InvitationState;
  createdBy: string;
  createdAt: string;
  expiresAt: string;
  acceptedBy: string | null;
};

/** What the page behind the link says before anything is accepted. */
export type OpenInvitation = {
  state: InvitationState;
  project: { name: string; slug: string } | null;
  role: string | null;
  email: string | null;
  invitedBy: string;
  expiresAt: string;
  /** The link is a new password for somebody who is here already. */
  isPasswordReset: boolean;
};
