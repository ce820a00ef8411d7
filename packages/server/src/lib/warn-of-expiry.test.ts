import { readFileSync } from "node:fs";

import { expect, test } from "vitest";

import { warnOfExpiry } from "./warn-of-expiry.js";

const cert = readFileSync(new URL("../testing/tls/cert.pem", import.meta.url));

test.each([
  ["2126-10-28T12:00:00Z", ["The certificate has expired: clients will refuse it."]],
  [
    "2126-10-20T00:00:00Z",
    ["The certificate expires soon: renew it. The server takes new files by itself."],
  ],
  ["2126-10-01T00:00:00Z", []],
  ["2020-01-01T00:00:00Z", ["The certificate is not valid yet: clients will refuse it."]],
])("at %s says of a certificate that ends on 2126-10-28: %j", (now, expected) => {
  const said: string[] = [];
  warnOfExpiry({ cert }, { warn: (message) => void said.push(message) }, Date.parse(now));
  expect(said).toEqual(expected);
});
