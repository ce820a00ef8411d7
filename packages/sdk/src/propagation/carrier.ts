/** Headers of a request or a message, an environment, or any other bag of text: names are found in any case. */
export type Carrier =
  | Headers
  | Map<string, string>
  | Record<string, HeaderText | readonly HeaderText[] | undefined>;

/** Kafka's clients give bytes. */
type HeaderText = string | Uint8Array;

/** The value of a header. Several `traceparent`s are none; several `baggage`s are one list. */
export function readHeader(carrier: Carrier, name: string): string | undefined {
  if (carrier instanceof Headers) return carrier.get(name) ?? undefined;
  const entries = carrier instanceof Map ? [...carrier] : Object.entries(carrier);
  return toText(entries.find(([key]) => key.toLowerCase() === name)?.[1]);
}

/** Undefined for what is no text, whatever its type says: messages come from elsewhere. */
function toText(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  if (value instanceof Uint8Array) return new TextDecoder().decode(value);
  return Array.isArray(value) ? value.map(toText).join(",") : undefined;
}

export function writeHeader(carrier: Carrier, name: string, value: string): void {
  if (carrier instanceof Headers || carrier instanceof Map) carrier.set(name, value);
  else carrier[name] = value;
}
