/** Headers of a request, an environment, or any other bag of text: names are found in any case. */
export type Carrier =
  | Headers
  | Map<string, string>
  | Record<string, string | readonly string[] | undefined>;

/** The value of a header. Several `traceparent`s are none; several `baggage`s are one list. */
export function readHeader(carrier: Carrier, name: string): string | undefined {
  if (carrier instanceof Headers) return carrier.get(name) ?? undefined;
  const entries = carrier instanceof Map ? [...carrier] : Object.entries(carrier);
  const found = entries.find(([key]) => key.toLowerCase() === name)?.[1];
  return typeof found === "object" ? found.join(",") : found;
}

export function writeHeader(carrier: Carrier, name: string, value: string): void {
  if (carrier instanceof Headers || carrier instanceof Map) carrier.set(name, value);
  else carrier[name] = value;
}
