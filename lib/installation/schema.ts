import { z } from "zod";
import { emailField, nameField, newPasswordField } from "@/lib/users/schema";

/** What the set-up page sends: the one-time code from the terminal and the first administrator. */
export const setUpInput = z.object({
  code: z.string("Write the code.").trim().min(1, "Write the code.").max(200, "This is not the code."),
  name: nameField,
  email: emailField,
  password: newPasswordField,
});
