import { otel2Packages, setUpOtel2 } from "../lib/otel2.mjs";

const exporter = "@opentelemetry/exporter-trace-otlp-proto";

export const label = "OTel 2.12, OTLP/protobuf";
export const packages = otel2Packages(exporter);
export const imports = Object.keys(packages);

export function setUp({ url, load }) {
  return setUpOtel2({ exporter, url, load });
}
