import { textToUuid } from "./text-to-uuid.js";

/** Whose data it is; each query is about one. */
export interface Project {
  readonly id: string;
  readonly name: string;
}

/** The id follows from the name, so that every server finds the same. */
export function projectIdOf(name: string): string {
  return textToUuid(`project:${name}`);
}
