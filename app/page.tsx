import { redirect } from "next/navigation";

/** The start is the list of one's projects. */
export default function StartPage() {
  redirect("/projects");
}
