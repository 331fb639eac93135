/** What a form is about to write, as a mutation: by whom it is sent, now or later, makes no difference. */
import { typedIn } from "./fields.js";
import { mutationId } from "./mutation_id.js";

const NOT_CONTENT = new Set(["csrfmiddlewaretoken", "mutation_id"]);
const PATIENCE = 20_000; // as the writer's
const VERBS = /\/(edit|move|assign|archive|restore|delete)\/$/;
const LOOKS = {
  edit: ({ title }) => ({ title }),
  create: ({ title, column }) => ({ title, column }),
  move: ({ column }) => ({ column, atEnd: true }),
};

/**
 * @param {HTMLFormElement} form
 * @param {HTMLElement | null} [submitter]
 * @param {string} [id] of the mutation
 */
export function intentOf(form, submitter = null, id = form.elements.mutation_id?.value || mutationId()) {
  const { pathname, search } = new URL(submitter?.getAttribute("formaction") ?? form.getAttribute("action") ?? "", document.baseURI);
  const values = [...new FormData(form, submitter)].filter(([name]) => !NOT_CONTENT.has(name));
  const { matter } = form.dataset;
  const kind = kindOf(pathname, matter);
  const named = Object.fromEntries(values);
  const change = { ...LOOKS[kind]?.(named), name: nameOf(form, named) };
  const subject = matter ? `matter:${matter}` : `new:${named.column ?? ""}`; // new ones of a column one after the other
  return { id, subject, kind, change, form: { url: pathname + search, values, typed: typedOf(form) } };
}

/** The answer to what is sent from this form. @returns {Promise<import("../live/extension.js").Outcome>} */
export function answerTo(form) {
  return new Promise((resolve) => {
    form.addEventListener("live:answered", ({ detail }) => resolve(detail), { once: true });
    setTimeout(() => resolve({ kind: "lost", status: 0, retryAfter: null }), PATIENCE);
  });
}

function kindOf(path, matter) {
  const verb = VERBS.exec(path)?.[1];
  if (verb && verb !== "assign") return verb; // whom a form assigns is not known here
  return matter ? "form" : "create";
}

/** The one-line form has a title and no more. */
function typedOf(form) {
  return form.matches("[data-quick]") ? [["title", form.elements.title.value]] : typedIn(form);
}

/** What a person knows it by. */
function nameOf(form, { title = "" }) {
  return form.querySelector(".matter__number")?.textContent.trim() || title;
}
