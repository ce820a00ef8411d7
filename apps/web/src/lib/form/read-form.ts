/** The text of one field; empty where the form has none. */
export function readForm(form: FormData, field: string): string {
  const value = form.get(field);
  return typeof value === "string" ? value : "";
}
