// Genkit's telemetry server, over files, as its developer tools start it: `genkit.mjs <its packages> <data folder>`.
import { once } from "node:events";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { join } from "node:path";

const [, , packages, dataDir] = process.argv;
const load = createRequire(join(packages, "package.json"));
const { LocalFileLogStore, LocalFileTraceStore, startTelemetryServer } = load(
  "@genkit-ai/telemetry-server",
);
const roots = { storeRoot: dataDir, indexRoot: dataDir };
const port = await freePort();
console.info = console.log = () => {};
await startTelemetryServer({
  port,
  traceStore: new LocalFileTraceStore(roots),
  logStore: new LocalFileLogStore(roots),
});
const url = `http://127.0.0.1:${port}/api/otlp`;
await answersAt(`http://127.0.0.1:${port}/api/__health`);
process.send({ url });
await Promise.race([once(process, "message"), once(process, "disconnect")]);
process.exit();

async function freePort() {
  const server = createServer().listen(0);
  await once(server, "listening");
  const { port: free } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return free;
}

async function answersAt(address) {
  for (;;) {
    const response = await fetch(address).catch(() => undefined);
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
