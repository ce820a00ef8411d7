export const resilienceLevels = ["strict", "balanced", "resilient"] as const;

export type ResilienceLevel = (typeof resilienceLevels)[number];
