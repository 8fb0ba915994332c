import ipaddr from "ipaddr.js";

/** Addresses that carried an IPv4 one in their last 32 bits before the mapped form did (RFC 4291, 2.5.5.1). */
const compatible = ipaddr.IPv6.parse("::");

/**
 * Whether an IP address in text form belongs to the public internet: neither loopback, private, link-local, carrier,
 * documentation, multicast nor reserved space. An IPv4 address inside an IPv6 one (mapped, compatible, NAT64, 6to4, Teredo) is not
 * public either, unless it is the plain mapped form of a public one. What is no address is not public.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  return parsed.range() === "unicast" && !(parsed instanceof ipaddr.IPv6 && parsed.match(compatible, 96));
}

/**
 * The hosts that an administrator allows although they are private, from a list such as "cms.internal, 10.0.0.5:8080".
 * A name without a port stands for the standard ports.
 */
export function readHostList(list: string): ReadonlySet<string> {
  return new Set(
    list
      .split(/[\s,]+/)
      .map((host) => host.toLowerCase())
      .filter((host) => host !== ""),
  );
}

/** Whether an address of the web names a host of the list. */
export function isListed(url: URL, hosts: ReadonlySet<string>): boolean {
  return hosts.has(url.host.toLowerCase());
}
