import NextLink from "next/link";
import type { ComponentProps } from "react";

/**
 * A link within the product. It fetches nothing until it is followed: every page is drawn for one reader at the moment
 * of asking, so that fetching ahead would cost the server a request for each link in sight and bring nothing to show.
 */
export function Link(props: ComponentProps<typeof NextLink>) {
  return <NextLink prefetch={false} {...props} />;
}
