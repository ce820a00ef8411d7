// The server in a process of its own, so that its CPU and memory are its own.
import { once } from "node:events";
import { startServer } from "@honeyhive/server";

const server = await startServer({ port: 0, dataDir: process.argv[2], logLevel: "silent" });
process.send({ url: server.url, apiKey: server.apiKey });
await once(process, "message");
await server.close();
process.exit();
