import { projectIdOf } from "../lib/project.js";

export interface RetentionOptions {
  /** Days after their start that events are kept; 0 keeps them. Default 0. */
  readonly days?: number | undefined;
  /** The same for projects by their names. */
  readonly projects?: Readonly<Record<string, number>> | undefined;
}

/** How many days an event of a project is kept after it started, or a change after it was made; 0 for ever. */
export type Retention = (projectId: string, sinceMs: number) => number;

export const keepForEver: Retention = () => 0;

export const maxDays = 36_500;

/** The year 2106: the tables count the seconds until a row goes in 32 bits, and later times become early ones. */
export const latestEndSeconds = 2 ** 32 - 1;

const daySeconds = 86_400;

export function createRetention({ days = 0, projects = {} }: RetentionOptions): Retention {
  const byName = Object.entries(projects);
  for (const [name, value] of [["retention.days", days] as const, ...byName])
    assertDays(name, value);
  const byId = new Map(byName.map(([name, value]) => [projectIdOf(name), value]));
  return (projectId, sinceMs) => {
    const kept = byId.get(projectId) ?? days;
    return sinceMs / 1000 + kept * daySeconds > latestEndSeconds ? 0 : kept;
  };
}

function assertDays(name: string, days: number): void {
  if (Number.isInteger(days) && days >= 0 && days <= maxDays) return;
  throw new RangeError(
    `Expected the retention of \`${name}\` to be whole days from 0 to ${maxDays}, got \`${days}\`. 0 keeps everything.`,
  );
}
