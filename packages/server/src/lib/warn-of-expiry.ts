import { X509Certificate } from "node:crypto";

import type { Tls } from "./read-tls.js";

const dayMs = 86_400_000;
/** Who renews certificates by themselves does it earlier. */
const noticeDays = 14;

interface Warns {
  warn(message: string, fields: Readonly<Record<string, unknown>>): void;
}

/** Says that clients refuse the certificate, or soon will: a server that is restarted rarely would not be looked at. */
export function warnOfExpiry({ cert }: Pick<Tls, "cert">, logger: Warns, nowMs = Date.now()): void {
  const { validFrom, validTo } = new X509Certificate(cert);
  const leftMs = Date.parse(validTo) - nowMs;
  const fields = { validFrom, validTo };
  if (leftMs <= 0) logger.warn("The certificate has expired: clients will refuse it.", fields);
  else if (Date.parse(validFrom) > nowMs)
    logger.warn("The certificate is not valid yet: clients will refuse it.", fields);
  else if (leftMs < noticeDays * dayMs)
    logger.warn(
      "The certificate expires soon: renew it. The server takes new files by itself.",
      fields,
    );
}
