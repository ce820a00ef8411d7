/** More columns than this nobody reads. */
export const mostCompared = 6;
