/** Is somebody in the middle of something in here that would be gone if it were replaced: a selection, an open menu? */

/** @param {Element} place */
export function isInUse(place) {
  const selection = document.getSelection();
  const isSelecting = Boolean(selection && !selection.isCollapsed && place.contains(selection.anchorNode));
  return isSelecting || Boolean(place.querySelector("details[open]"));
}
