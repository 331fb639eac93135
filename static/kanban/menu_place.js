/** Where a menu goes that belongs to something on the screen. */

const MARGIN = 8;

/**
 * Below the anchor, its left edge at the anchor's; where there is no room, above, or its right edge at the anchor's; never
 * outside.
 * @param {{width: number, height: number}} menu
 * @param {{left: number, top: number, right: number, bottom: number}} anchor a point is an anchor without size
 * @param {{width: number, height: number}} view
 * @returns {{left: number, top: number}}
 */
export function placeOf(menu, anchor, view) {
  const left = anchor.left + menu.width > view.width - MARGIN ? anchor.right - menu.width : anchor.left;
  const top = anchor.bottom + menu.height > view.height - MARGIN ? anchor.top - menu.height : anchor.bottom;
  return { left: within(left, menu.width, view.width), top: within(top, menu.height, view.height) };
}

function within(at, size, whole) {
  return Math.max(MARGIN, Math.min(at, whole - size - MARGIN));
}
