const count = Number(process.env["HH_KILL_POINTS"] ?? 3);
const firstSeed = Number(process.env["HH_KILL_SEED"] ?? Date.now() % 1_000_000);

/** One for each point: HH_KILL_POINTS=100 for the long version, HH_KILL_SEED to repeat one. */
export const seeds = Array.from({ length: count }, (_, index) => firstSeed + index);

/** Of a point; a machine under load takes its time. */
export const timeoutMs = 120_000;

/** Of a look at everything that was sent at all points. */
export const lastLookMs = timeoutMs + seeds.length * 10_000;
