import type { Capability, Client } from "@honeyhive/contract";
import { createContext, useContext } from "react";

export interface Api {
  readonly call: Client;
  /** Whether the server has last said that it can this. */
  readonly can: (name: Capability) => boolean;
  /** Separates the cached answers of one project from those of another. */
  readonly scope: string;
  /** Of a local project; undefined for a key that was entered. */
  readonly localKey: string | undefined;
}

export const ApiContext = createContext<Api | null>(null);

export function useApi(): Api {
  const api = useContext(ApiContext);
  if (api === null) throw new Error("Expected `useApi` below `ApiGate`, got no API.");
  return api;
}
