/** How long what moves takes, in ms, and whether it may move at all. */
export const SETTLE = { duration: 220, easing: "cubic-bezier(0.2, 0.8, 0.2, 1)" };

/** Does the person want things to stay still? Asked each time: it is a setting that can change. */
export function isCalm() {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}
