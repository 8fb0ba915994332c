import { expect, it } from "vitest";
import { isListed, isPublicAddress, readHostList } from "@/lib/web/public-address";

it.each(["8.8.8.8", "93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "::ffff:8.8.8.8"])(
  "%s is public",
  (address) => expect(isPublicAddress(address)).toBe(true),
);

it.each([
  "127.0.0.1",
  "127.255.1.2",
  "0.0.0.0",
  "10.1.2.3",
  "172.16.0.1",
  "192.168.1.1",
  "169.254.169.254",
  "100.64.0.1",
  "192.0.2.1",
  "198.18.0.1",
  "224.0.0.1",
  "255.255.255.255",
  "::",
  "::1",
  "fe80::1",
  "fc00::1",
  "ff02::1",
  "2001:db8::1",
  "::ffff:127.0.0.1",
  "::ffff:10.0.0.1",
  "::7f00:1",
  "::a9fe:a9fe",
  "64:ff9b::7f00:1",
  "2002:7f00:1::",
  "2001:0:4136:e378:8000:63bf:3fff:fdd2",
  "localhost",
  "",
])("%s is not public", (address) => expect(isPublicAddress(address)).toBe(false));

it("a host list holds names with and without ports, in any case", () => {
  const hosts = readHostList("CMS.internal, 10.0.0.5:8080\nwire.local");
  expect(isListed(new URL("https://cms.internal/a"), hosts)).toBe(true);
  expect(isListed(new URL("http://10.0.0.5:8080/"), hosts)).toBe(true);
  expect(isListed(new URL("http://10.0.0.5/"), hosts)).toBe(false);
  expect(isListed(new URL("http://wire.local:81/"), hosts)).toBe(false);
  expect(readHostList("").size).toBe(0);
});
