/** The form that moves a matter: a place after another is in that one's column, so neither choice contradicts the other. */

/** @param {HTMLSelectElement} changed the choice that was made; the other one follows it */
export function agree(changed) {
  const { column, place } = changed.form?.elements ?? {};
  const group = place?.selectedOptions?.[0]?.closest("optgroup")?.label;
  if (!column || !group || column.selectedOptions[0].label === group) return;
  if (changed === place) column.value = [...column.options].find(({ label }) => label === group).value;
  else if (changed === column) place.value = "end";
}
