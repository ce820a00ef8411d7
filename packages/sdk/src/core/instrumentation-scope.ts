/** What spans say of who made them, when it was this package. */
export const instrumentationScope = { name: "honeyhive" } as const;
