import { BlockList, isIP, isIPv6 } from "node:net";

import { ConfigurationError } from "../lib/configuration-error.js";

/** Tells who sent a request: the nearest address that is no proxy of ours. */
export class ClientAddresses {
  readonly #proxies = new BlockList();

  /** Addresses and networks such as `10.0.0.0/8`, separated by commas. */
  constructor(trustedProxies: string) {
    for (const entry of splitList(trustedProxies)) this.#trust(entry);
  }

  /** `forwardedFor` is believed as far as proxies of ours wrote it. */
  of(remote: string | undefined, forwardedFor: string | undefined): string {
    let address = toPlain(remote ?? "");
    for (const previous of splitList(forwardedFor ?? "").toReversed()) {
      if (!this.#isProxy(address)) break;
      const next = toPlain(previous);
      if (isIP(next) === 0) break;
      address = next;
    }
    return address;
  }

  #trust(entry: string): void {
    const [network = "", prefix] = entry.split("/");
    const width = isIPv6(network) ? 128 : 32;
    const bits = prefix === undefined ? width : /^\d+$/.test(prefix) ? Number(prefix) : NaN;
    if (isIP(network) === 0 || !(bits <= width)) {
      throw new ConfigurationError(
        `Expected \`trustedProxies\` to be addresses or networks such as \`10.0.0.0/8\`, got \`${entry}\`.`,
      );
    }
    this.#proxies.addSubnet(network, bits, familyOf(network));
  }

  #isProxy(address: string): boolean {
    return isIP(address) !== 0 && this.#proxies.check(address, familyOf(address));
  }
}

/** Without port and brackets, and an IPv4 address as one, also where it came over a socket for IPv6. */
function toPlain(address: string): string {
  const bare =
    /^\[(.*)\](?::\d+)?$/.exec(address)?.[1] ?? /^([\d.]+):\d+$/.exec(address)?.[1] ?? address;
  return /^::ffff:([\d.]+)$/i.exec(bare)?.[1] ?? bare;
}

function familyOf(address: string): "ipv4" | "ipv6" {
  return isIPv6(address) ? "ipv6" : "ipv4";
}

function splitList(text: string): string[] {
  return text
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");
}
