import { z } from "zod";

/** An e-mail address as it is stored and compared: without blanks around it, NFC, lower case. */
export function normaliseEmail(text: string): string {
  return text.trim().normalize("NFC").toLowerCase();
}

/** The fewest and the most code points of a new password. */
export const passwordLimits = { fewest: 10, most: 200 } as const;

function codePoints(text: string): number {
  return Array.from(text).length;
}

export const emailField = z
  .string("Write an e-mail address.")
  .transform(normaliseEmail)
  .pipe(
    z
      .email({ pattern: z.regexes.unicodeEmail, error: "Write an e-mail address, like name@example.org." })
      .max(254, "An e-mail address has at most 254 characters."),
  );

export const nameField = z
  .string("Write a name.")
  .trim()
  .min(1, "Write a name.")
  .refine((text) => codePoints(text) <= 100, "A name has at most 100 characters.");

export const newPasswordField = z
  .string("Choose a password.")
  .refine(
    (text) => codePoints(text) >= passwordLimits.fewest,
    `A password has at least ${passwordLimits.fewest} characters; several words are easy to keep in mind.`,
  )
  .refine(
    (text) => codePoints(text) <= passwordLimits.most,
    `A password has at most ${passwordLimits.most} characters.`,
  );

/** What the sign-in form sends; a password that is too short to be one is simply wrong. */
export const signInInput = z.object({
  email: z.string().min(1, "Write your e-mail address.").max(400, "This is too long for an e-mail address."),
  password: z.string().min(1, "Write your password.").max(1000, "This is too long for a password."),
  next: z.string().optional(),
});

export const newUserInput = z.object({ email: emailField, name: nameField, password: newPasswordField });
export type NewUserInput = z.output<typeof newUserInput>;

export const changeNameInput = z.object({ name: nameField });

export const changePasswordInput = z
  .object({
    current: z.string().max(1000).default(""),
    password: newPasswordField,
    again: z.string("Write the new password again."),
  })
  .refine(({ password, again }) => password === again, {
    path: ["again"],
    error: "The two new passwords differ.",
  });

/** A user as an administrator's list shows them. */
export type UserDto = {
  id: string;
  name: string;
  email: string | null;
  isAdmin: boolean;
  isDisabled: boolean;
  createdAt: string;
};

/** A person's own account as its page shows it. */
export type AccountDto = { name: string; email: string | null; hasPassword: boolean; hasSignOn: boolean };
