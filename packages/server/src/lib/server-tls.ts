import { createHash, X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";

import { readTls, type Tls, type TlsFiles } from "./read-tls.js";
import { warnOfExpiry } from "./warn-of-expiry.js";

/** Certificates are renewed weeks before they end. */
const lookEveryMs = 10_000;

type Say = (message: string, fields: Readonly<Record<string, unknown>>) => void;

interface Logger {
  readonly info: Say;
  readonly warn: Say;
  readonly error: Say;
}

/**
 * Certificate and key, which are renewed while the server runs: their files are looked at every ten seconds. Watching
 * them would miss what replaces the folder that they are in, as Kubernetes does.
 */
export class ServerTls implements Disposable {
  readonly #files: TlsFiles;
  readonly #logger: Logger;
  readonly #listeners: ((tls: Tls) => void)[] = [];
  readonly #timer: NodeJS.Timeout;
  #current: Tls;
  /** What the files had at the last look, where it was not what is in use, and whether that was told. */
  #unusable: { readonly digest: string; isTold: boolean } | undefined;

  /** @throws {ConfigurationError} where the files cannot be read, or are no certificate and its key */
  constructor(files: TlsFiles, logger: Logger) {
    this.#files = files;
    this.#logger = logger;
    this.#current = readTls(files);
    warnOfExpiry(this.#current, logger);
    this.#timer = setInterval(() => void this.#look(), lookEveryMs).unref();
  }

  get current(): Tls {
    return this.#current;
  }

  /** When it expires, in seconds since 1970. */
  get endSeconds(): number {
    return Date.parse(new X509Certificate(this.#current.cert).validTo) / 1000;
  }

  /** Called with each new certificate, for connections from then on. */
  onRenewed(listener: (tls: Tls) => void): void {
    this.#listeners.push(listener);
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  async #look(): Promise<void> {
    const digest = await digestOf(this.#files);
    if (digest === digestOfTls(this.#current)) {
      this.#unusable = undefined;
      return;
    }
    try {
      const tls = readTls(this.#files);
      this.#current = tls;
      this.#unusable = undefined;
      for (const listener of this.#listeners) listener(tls);
      this.#logger.info("The certificate was renewed.", { certPath: this.#files.certPath });
      warnOfExpiry(tls, this.#logger);
    } catch (error) {
      this.#refuse(digest, error);
    }
  }

  /** One of the two files may have been written when they were looked at: only what stays so is told, and that once. */
  #refuse(digest: string, error: unknown): void {
    if (this.#unusable?.digest !== digest) this.#unusable = { digest, isTold: false };
    else if (!this.#unusable.isTold) {
      this.#unusable.isTold = true;
      this.#logger.error(
        "The renewed certificate cannot be used: the server goes on with the one that it has.",
        { reason: error instanceof Error ? error.message : String(error) },
      );
    }
  }
}

async function digestOf({ certPath, keyPath }: TlsFiles): Promise<string> {
  // A file that is missing is none that could be used, as is an empty one.
  const read = (path: string): Promise<Buffer> => readFile(path).catch(() => Buffer.alloc(0));
  const [cert, key] = await Promise.all([read(certPath), read(keyPath)]);
  return digestOfTls({ cert, key });
}

function digestOfTls({ cert, key }: Tls): string {
  const digest = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");
  return `${digest(cert)} ${digest(key)}`;
}
