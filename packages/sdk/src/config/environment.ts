/** What the SDK reads from the environment. */
export type Environment = Readonly<Record<string, string | undefined>>;
