/** What is known of the code under evaluation. */
export interface GitState {
  readonly commit: string | undefined;
  readonly branch: string | undefined;
  /** Whether tracked files were changed; undefined where git cannot be asked. */
  readonly isDirty: boolean | undefined;
  /** Without credentials. */
  readonly remoteUrl: string | undefined;
}

/** Where a run took place. */
export interface RunEnvironment {
  /** Undefined outside of a repository, and with `detectGit` off. */
  readonly git: GitState | undefined;
  readonly node: string;
  readonly platform: string;
  /** Such as `GitHub Actions`; undefined outside of CI. */
  readonly ci: string | undefined;
}
