import type { KeyScope } from "@honeyhive/contract";

import { HttpError } from "../lib/http-error.js";
import type { Grant } from "./grant.js";
import type { GuessLimiter } from "./guess-limiter.js";
import type { ProjectDirectory } from "./project-directory.js";

export interface Credentials {
  readonly authorization: string | undefined;
  /** Of whoever sent them. */
  readonly address: string;
}

interface Guard {
  readonly projects: ProjectDirectory;
  readonly guesses: GuessLimiter;
}

/** What the request's key opens; rejects unless the key has the scope. */
export async function authenticate(
  { authorization = "", address }: Credentials,
  { projects, guesses }: Guard,
  scope: KeyScope,
): Promise<Grant> {
  const key = /^Bearer\s+(\S+)$/i.exec(authorization)?.[1];
  if (key === undefined) {
    throw unauthorized(
      "got none. Send it, or set HH_API_KEY; `honeyhive dev` prints the local key",
    );
  }
  const grant = projects.findInUse(key) ?? (await findGuessed(key, address, { projects, guesses }));
  if (grant === undefined) {
    guesses.guessed(address);
    throw unauthorized(
      `got a key that this server does not know (\`${key.slice(0, 4)}…\`). Use the key that \`honeyhive dev\` prints`,
    );
  }
  if (grant.scopes.includes(scope)) return grant;
  throw new HttpError(
    403,
    "FORBIDDEN_SCOPE",
    `Expected a key with the scope \`${scope}\`, got one with ${grant.scopes.join(", ")}. ` +
      "Ask for another key: `honeyhive keys create` makes them.",
  );
}

async function findGuessed(
  key: string,
  address: string,
  { projects, guesses }: Guard,
): Promise<Grant | undefined> {
  guesses.assertMayGuess(address);
  return projects.findByKey(key);
}

function unauthorized(problem: string): HttpError {
  return new HttpError(
    401,
    "UNAUTHORIZED",
    `Expected \`Authorization: Bearer <API key>\`, ${problem}.`,
    { headers: { "www-authenticate": "Bearer" } },
  );
}
