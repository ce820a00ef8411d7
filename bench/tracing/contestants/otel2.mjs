import { otel2Packages, setUpOtel2 } from "../lib/otel2.mjs";

const exporter = "@opentelemetry/exporter-trace-otlp-http";

export const label = "OTel 2.12, OTLP/JSON";
export const packages = otel2Packages(exporter);
export const imports = Object.keys(packages);

export function setUp({ url, load }) {
  return setUpOtel2({ exporter, url, load });
}
