import { readFileSync } from "node:fs";
import { createSecureContext } from "node:tls";

import { ConfigurationError } from "./configuration-error.js";

/** Files in PEM. */
export interface TlsFiles {
  readonly certPath: string;
  readonly keyPath: string;
}

export interface Tls {
  readonly cert: Buffer;
  readonly key: Buffer;
}

/** @throws {ConfigurationError} where the files cannot be read, or are no certificate and its key */
export function readTls({ certPath, keyPath }: TlsFiles): Tls {
  try {
    const tls = { cert: readFileSync(certPath), key: readFileSync(keyPath) };
    createSecureContext(tls);
    return tls;
  } catch (cause) {
    throw new ConfigurationError(
      `Expected a certificate in \`${certPath}\` and its private key in \`${keyPath}\`, both in PEM, got ` +
        `${cause instanceof Error ? cause.message : String(cause)}. Correct \`tlsCert\` and \`tlsKey\`.`,
      { cause },
    );
  }
}
