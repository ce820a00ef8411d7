/** Nothing like it has been evaluated, or not to its end. */
export class NoRunYetError extends Error {
  override readonly name = "NoRunYetError";
  /**
   * Whether there are runs of other evaluations where it was looked for: then the place is not a wrong one, and this
   * evaluation is new there.
   */
  readonly hasOthers: boolean;

  constructor(message: string, { hasOthers }: { readonly hasOthers: boolean }) {
    super(message);
    this.hasOthers = hasOthers;
  }
}

export function noRunYet(branch: string | undefined, hasOthers: boolean): NoRunYetError {
  const of = branch === undefined ? "" : ` of branch ${branch}`;
  return new NoRunYetError(
    `there is no completed run${of} of the same name or dataset, over all of its cases`,
    { hasOthers },
  );
}
