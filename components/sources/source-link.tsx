"use client";

import { usePathname } from "next/navigation";
import { Link } from "@/components/ui/link";

/** Where the register stands for the page one is on: within the project, whose bar then stays, or for the installation. */
export function useRegister(): string {
  const project = /^\/projects\/[^/]+(?=\/)/.exec(usePathname())?.[0] ?? "";
  return `${project}/sources`;
}

/** A source by its name, leading to its page without leaving the project one is in. */
export function SourceLink({
  id,
  name,
  className = "link",
}: {
  id: string;
  name: string;
  className?: string;
}) {
  return (
    <Link className={className} href={`${useRegister()}/${id}`}>
      {name}
    </Link>
  );
}
