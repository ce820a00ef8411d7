import { expect, test } from "vitest";

import { ClientAddresses } from "./client-address.js";

const addresses = new ClientAddresses("10.0.0.0/8, 127.0.0.1, 2001:db8::/32");

test.each([
  ["203.0.113.7", "198.51.100.1", "203.0.113.7"],
  ["10.1.2.3", "198.51.100.1", "198.51.100.1"],
  ["10.1.2.3", "192.0.2.1, 198.51.100.1, 10.9.9.9", "198.51.100.1"],
  ["::ffff:10.1.2.3", "198.51.100.1", "198.51.100.1"],
  ["127.0.0.1:50123", "[2001:db9::5]:443", "2001:db9::5"],
  ["[2001:db8::1]:4317", "198.51.100.1:2000", "198.51.100.1"],
  ["10.1.2.3", "unknown", "10.1.2.3"],
  ["10.1.2.3", undefined, "10.1.2.3"],
  [undefined, "198.51.100.1", ""],
])("a request from %s, forwarded for %s, is of %s", (remote, forwardedFor, expected) => {
  expect(addresses.of(remote, forwardedFor)).toBe(expected);
});

test.each(["proxy.internal", "10.0.0.0/33", "10.0.0.0/x", "::/129"])(
  "says that %s is no address",
  (text) => {
    expect(() => new ClientAddresses(text)).toThrow(/`trustedProxies` to be addresses or networks/);
  },
);
