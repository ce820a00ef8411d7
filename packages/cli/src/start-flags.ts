import type { LogFormat, LogLevel } from "@honeyhive/server";
import { InvalidArgumentError, Option, type Command } from "commander";

/** What every command that starts a server takes on its command line. */
export interface StartFlags {
  readonly port?: number;
  readonly grpcPort?: number;
  readonly host?: string;
  readonly dataDir?: string;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly logLevel?: LogLevel;
  readonly logFormat?: LogFormat;
  readonly config?: string;
  readonly printConfig?: boolean;
  readonly json?: boolean;
}

/** What a flag does not say, `HONEYHIVE_*` variables or the file may: docs/server.md. */
export function addStartFlags(command: Command, dataDirText: string): Command {
  return command
    .option("-p, --port <port>", "port to listen on (default 4747)", parsePort)
    .option("--grpc-port <port>", "port for OTLP over gRPC (default none)", parsePort)
    .option("--host <host>", "address to listen on (default 127.0.0.1)")
    .option("--data-dir <directory>", dataDirText)
    .option("--tls-cert <file>", "certificate in PEM; with --tls-key the server speaks HTTPS")
    .option("--tls-key <file>", "private key in PEM")
    .addOption(
      new Option("--log-level <level>", "what is logged to stderr (default warn)").choices([
        "debug",
        "info",
        "warn",
        "error",
        "silent",
      ]),
    )
    .addOption(
      new Option("--log-format <format>", "how (default auto: text at a terminal)").choices([
        "auto",
        "json",
        "text",
      ]),
    )
    .option("--config <file>", "JSON file with further settings (default HONEYHIVE_CONFIG)")
    .option("--print-config", "print every setting, its value and where it comes from, and end")
    .option("--json", "print where the server is as one line of JSON");
}

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError(`Expected a port from 0 to 65535, got \`${text}\`.`);
}
