import { createHash } from "node:crypto";

export interface KeyParts {
  readonly method: string;
  readonly url: string;
  readonly body: string | Uint8Array;
  /** Trials stay independent: each has answers of its own. */
  readonly trial: number;
  /** How many equal requests the case has made before: an agent that asks twice wants two answers. */
  readonly occurrence: number;
}

const secretParameter = /key|token|secret|signature|sig|auth|password|credential/i;

/** 64 hex digits of what a request asks, and nothing of who asks. */
export function cacheKey({ method, url, body, trial, occurrence }: KeyParts): string {
  return createHash("sha256")
    .update(JSON.stringify(["v1", method, withoutSecrets(url), trial, occurrence]))
    .update("\n")
    .update(body)
    .digest("hex");
}

export function withoutSecrets(url: string): string {
  const parsed = new URL(url);
  parsed.username = "";
  parsed.password = "";
  parsed.hash = "";
  const secret = [...parsed.searchParams.keys()].filter((name) => secretParameter.test(name));
  for (const name of secret) parsed.searchParams.delete(name);
  return parsed.href;
}
