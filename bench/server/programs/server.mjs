// The server in a process of its own, so that its CPU and memory are its own.
import { once } from "node:events";
import { startServer } from "@honeyhive/server";

const server = await startServer({ port: 0, dataDir: process.argv[2], logLevel: "silent" });
process.send({ url: server.url, apiKey: server.apiKey });
// Whoever measures has had enough, or is gone.
await Promise.race([once(process, "message"), once(process, "disconnect")]);
await server.close();
process.exit();
