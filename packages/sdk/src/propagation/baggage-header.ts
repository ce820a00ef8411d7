/** Limits of the W3C Baggage specification. */
const maxEntries = 180;
const maxBytes = 8192;

// What may stand in a value unencoded: baggage-octet without the percent sign.
const unsafe = /[^\x21\x23-\x24\x26-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]/gu;
const token = /^[!#$%&'*+\-.^_`|~\dA-Za-z]+$/;

/** W3C Baggage: entries whose key is not a token, and those beyond the limits, are left out. */
export function formatBaggage(entries: Readonly<Record<string, string>>): string {
  const members: string[] = [];
  let sizeBytes = 0;
  for (const [key, value] of Object.entries(entries)) {
    if (!token.test(key) || members.length === maxEntries) continue;
    const member = `${key}=${value.replace(/\p{Surrogate}/gu, "\ufffd").replace(unsafe, encodeURIComponent)}`;
    const separator = members.length === 0 ? 0 : 1;
    if (sizeBytes + separator + member.length > maxBytes) continue;
    sizeBytes += separator + member.length;
    members.push(member);
  }
  return members.join(",");
}

/** Members that are not well formed are left out; properties are dropped; the last of equal keys wins. */
export function parseBaggage(header: string): Record<string, string> {
  const entries: [string, string][] = [];
  for (const member of header.slice(0, maxBytes * 2).split(",")) {
    const [pair = ""] = member.split(";");
    const equals = pair.indexOf("=");
    const key = pair.slice(0, Math.max(0, equals)).trim();
    if (!token.test(key) || entries.length === maxEntries) continue;
    entries.push([key, decode(pair.slice(equals + 1).trim())]);
  }
  return Object.fromEntries(entries);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // Not percent-encoded after all: taken as it stands.
    return text;
  }
}
