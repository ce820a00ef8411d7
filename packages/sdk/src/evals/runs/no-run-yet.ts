/** Nothing like it has been evaluated, or not to its end. */
export class NoRunYetError extends Error {
  override readonly name = "NoRunYetError";

  constructor(branch: string | undefined) {
    const of = branch === undefined ? "" : ` of branch ${branch}`;
    super(`there is no completed run${of} of the same name or dataset, over all of its cases`);
  }
}
