/** Whether each field has what it needs, but for the one of that name; says what has not. */
export function isFilledIn(form: HTMLFormElement, except: string): boolean {
  const excepted = form.elements.namedItem(except);
  const fields = [...form.elements].filter((field) => field !== excepted);
  return fields.every((field) => !isField(field) || field.reportValidity());
}

function isField(
  field: Element,
): field is HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement {
  return "reportValidity" in field;
}
