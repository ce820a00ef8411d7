import { copyFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { connect, type PeerCertificate } from "node:tls";
import { fileURLToPath } from "node:url";

import { expect, onTestFinished, test, vi } from "vitest";

import { createLogger } from "../observe/logger.js";
import { startServer } from "../start-server.js";
import { copyEmptyStore } from "../testing/copy-empty-store.js";
import { temporaryDirectory } from "../testing/temporary-directory.js";
import { until } from "../testing/until.js";

const fixture = (name: string): string =>
  fileURLToPath(new URL(`../testing/tls/${name}.pem`, import.meta.url));

/** The certificate that a new connection is shown. */
function certificateAt(port: number | undefined): Promise<PeerCertificate> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: "127.0.0.1", rejectUnauthorized: false }, () => {
      resolve(socket.getPeerCertificate());
      socket.destroy();
    });
    socket.once("error", reject);
  });
}

test("takes a renewed certificate without a restart, and keeps the old one while the new is none", async () => {
  await using directory = await temporaryDirectory();
  await copyEmptyStore(directory.path);
  const [tlsCert, tlsKey] = [join(directory.path, "tls.pem"), join(directory.path, "tls-key.pem")];
  copyFileSync(fixture("cert"), tlsCert);
  copyFileSync(fixture("key"), tlsKey);
  const lines: string[] = [];
  const output = { write: (text: string) => lines.push(text) };
  const logger = createLogger({ level: "info", format: "text", output });
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  onTestFinished(() => void vi.useRealTimers());
  const options = { port: 0, grpcPort: 0, dataDir: directory.path, tlsCert, tlsKey, logger };
  await using server = await startServer(options);
  const shown = async (): Promise<string[]> => {
    const certificates = await Promise.all([server.port, server.grpcPort].map(certificateAt));
    return certificates.map(({ fingerprint256 }) => fingerprint256);
  };
  const [old] = await shown();
  const look = (): unknown => vi.advanceTimersByTime(10_000);
  const said = (words: string) => () => lines.some((line) => line.includes(words));

  // Its key is written later: that is no failure yet.
  copyFileSync(fixture("renewed-cert"), tlsCert);
  look();
  rmSync(tlsKey);
  look();
  await until(() => {
    look();
    return said("The renewed certificate cannot be used")();
  });
  expect(await shown()).toEqual([old, old]);
  expect(lines.filter((line) => line.includes("cannot be used"))).toHaveLength(1);

  writeFileSync(tlsKey, readFileSync(fixture("renewed-key")));
  await until(() => {
    look();
    return said("The certificate was renewed.")();
  });
  const renewed = await shown();
  expect(renewed[0]).not.toBe(old);
  expect(renewed[1]).toBe(renewed[0]);
});
