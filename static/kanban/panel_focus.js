/** Where the keyboard and a screen reader go on when the panel shows something, and when it is closed. */

/** Where the new content begins. */
export function focusStart(body) {
  const place = body.querySelector(".summary") ?? body.querySelector("h1");
  place?.setAttribute("tabindex", "-1");
  place?.focus({ preventScroll: true });
}

/**
 * Whoever closes the panel is back at what opened it. The link may have been renewed with its card, and with that have
 * lost the focus.
 */
export function focusOpener(address, dialog) {
  const focused = document.activeElement;
  if (focused !== document.body && !dialog.contains(focused)) return;
  const [, id] = /^\/matters\/(\d+)\//.exec(address) ?? [];
  const card = id && document.querySelector(`#matter-${id} .card__title`);
  const link = card || document.querySelector(`a[data-panel][href="${CSS.escape(address)}"]:not(#panel a)`);
  (link ?? document.getElementById("main"))?.focus({ preventScroll: true });
}
