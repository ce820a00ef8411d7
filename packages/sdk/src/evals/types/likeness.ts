/** The best first. */
export const likenesses = ["name-and-dataset", "name", "dataset"] as const;

/** What a baseline that was looked for has in common with the run that is compared. */
export type Likeness = (typeof likenesses)[number];
