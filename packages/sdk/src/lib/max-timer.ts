/** The longest that `setTimeout` can wait; what is longer fires at once. */
export const maxTimerMs = 2 ** 31 - 1;
