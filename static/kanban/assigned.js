/** Who works on a matter, read from its card. */

/**
 * `data-people` names the responsible person first and then all assignees, so that a person who is both stands there twice.
 * @param {HTMLElement} card
 * @param {string} person user name
 */
export function isAssigned(card, person) {
  const { people = "", responsible } = card.dataset;
  const times = people.split(" ").filter((name) => name === person).length;
  return times > (responsible === person ? 1 : 0);
}
