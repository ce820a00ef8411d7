import type { KeyScope } from "@honeyhive/contract";

import type { Project } from "../lib/project.js";

/** What a key opens. */
export interface Grant {
  readonly project: Project;
  readonly keyId: string;
  readonly scopes: readonly KeyScope[];
  /** The server's own key: it makes projects, and keys for any of them. */
  readonly isOperator: boolean;
}
