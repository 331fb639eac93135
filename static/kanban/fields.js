/** The fields of a form, `[data-field]`: their controls, names, and what was typed in them. */

/** The controls of a `[data-field]`. */
export function controlsOf(field) {
  return [...field.querySelectorAll("input, textarea, select")];
}

export function isUntouched(control) {
  if (control.type === "checkbox" || control.type === "radio") return control.checked === control.defaultChecked;
  if (control.tagName === "SELECT") return control.selectedIndex === Math.max(0, [...control.options].findIndex((each) => each.defaultSelected));
  return control.value === control.defaultValue;
}

export function labelOf(field) {
  return field.querySelector("label, legend").firstChild.textContent.trim().toLowerCase();
}

/** What was typed in a form, as a person reads it. @returns {[string, string][]} label and text of each field that was touched */
export function typedIn(form) {
  const touched = [...form.querySelectorAll("[data-field]")].filter((field) => !controlsOf(field).every(isUntouched));
  return touched.map((field) => [labelOf(field), controlsOf(field).map(shownIn).filter(Boolean).join(", ")]);
}

/** Put values into a form, as if they were typed; its token and its mutation id are its own. @param {[string, string][]} values */
export function refill(form, values) {
  const given = Map.groupBy(values, ([name]) => name);
  for (const control of form.querySelectorAll("input, textarea, select")) {
    const texts = given.get(control.name)?.map(([, text]) => text) ?? [];
    if (control.type === "checkbox" || control.type === "radio") control.checked = texts.includes(control.value);
    else if (texts.length && control.name !== "fields") control.value = texts[0];
  }
}

function shownIn(control) {
  if (control.type === "checkbox" || control.type === "radio") return control.checked ? control.labels[0]?.textContent.trim() : "";
  return control.tagName === "SELECT" ? control.selectedOptions[0]?.textContent.trim() : control.value;
}
