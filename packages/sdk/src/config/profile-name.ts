export const profileNames = [
  "standard",
  "lambda",
  "kubernetes",
  "high-concurrency",
  "serverless",
] as const;

export type ProfileName = (typeof profileNames)[number];
