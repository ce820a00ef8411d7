/** Whose data it is; each query is about one. */
export interface Project {
  readonly id: string;
  readonly name: string;
}
