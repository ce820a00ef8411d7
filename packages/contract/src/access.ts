/** `read` sees, `write` also changes, `admin` also manages keys and projects. */
export const keyScopes = ["read", "write", "admin"] as const;

export type KeyScope = (typeof keyScopes)[number];

/** Body of `POST /v1/keys`. */
export interface ApiKeyInput {
  /** What the key is for. */
  readonly name: string;
  /** Default `read` and `write`. A scope includes nothing else: `write` alone may send and not look. */
  readonly scopes?: readonly KeyScope[] | undefined;
  /** Name of the project, by default that of the key that asks. Others are for the server's own key. */
  readonly project?: string | undefined;
}

/** A key without the key itself, which only its creation shows. */
export interface ApiKey {
  readonly key_id: string;
  readonly name: string;
  readonly project: string;
  readonly scopes: readonly KeyScope[];
  /** Its first characters, to recognise it by. */
  readonly prefix: string;
  readonly created_at: string;
}

export interface CreatedApiKey {
  readonly key: ApiKey;
  /** Shown this once; the server keeps its hash. */
  readonly api_key: string;
}

export const projectTypes = ["evaluation", "completion"] as const;

export interface ProjectInput {
  readonly name: string;
  readonly description?: string | undefined;
  readonly type?: (typeof projectTypes)[number] | undefined;
}

/** Named by its id, by its name or by both. */
export type ProjectUpdate = Omit<ProjectInput, "name"> & {
  readonly project_id?: string | undefined;
  readonly name?: string | undefined;
};

export interface ProjectItem {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly type: (typeof projectTypes)[number];
  readonly org_id: string;
  readonly created_at: string;
  readonly updated_at: string;
}

/** One thing that was administered. */
export interface AuditEntry {
  readonly id: string;
  readonly at: string;
  /** Name of the operation. */
  readonly action: string;
  /** Who did it. */
  readonly key_id: string;
  /** What it was done to, as the path and the query string named it. */
  readonly target: Readonly<Record<string, string>>;
  /** `done`, or the code of the error with which it was refused. */
  readonly outcome: string;
}
