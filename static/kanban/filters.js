/**
 * What a filter is: plain values, as they stand in the address. Within one field any of the chosen values will do, across
 * fields all must.
 */

/** Stands for nobody, no practice area, no label. */
export const NONE = "-";
export const PRIORITIES = { urgent: "Urgent", high: "High", normal: "Normal", low: "Low" };
export const DUES = {
  overdue: "Overdue",
  today: "Today",
  week: "Within 7 days",
  month: "Within 30 days",
  none: "No date",
};
/** The fields of which several values may be chosen, as the bar calls them. */
export const FIELDS = { responsible: "Responsible", area: "Area", label: "Label", priority: "Priority", due: "Due" };
export const NAMES_OF_NONE = { responsible: "Nobody", area: "No practice area", label: "No label" };

const VIEWS = { sort: ["manual", "deadline"], lanes: ["none", "responsible", "area", "priority"] };
const KNOWN = { priority: PRIORITIES, due: DUES };
const LONGEST = 250; // characters of a value in the address: as long as a name can be
const DAY = 86_400_000;

/**
 * @typedef {{q: string, mine: boolean, responsible: string[], area: string[], label: string[], priority: string[], due: string[]}} Filter
 * @typedef {{sort: string, lanes: string}} View
 * @typedef {{text: string, people: string[], due: string | null, responsible: string[], area: string[], label: string[],
 *   priority: string[], names: Object<string, string>, colours: Object<string, string>}} Facts
 */

/** @param {string} search a query as in `location.search`; what is unknown in it is passed over. @returns {Filter} */
export function parse(search) {
  const given = new URLSearchParams(search);
  const filter = { q: (given.get("q") ?? "").slice(0, LONGEST), mine: given.get("mine") === "1" };
  for (const field of Object.keys(FIELDS)) {
    filter[field] = [...new Set(given.getAll(field))].filter((value) => isValue(field, value));
  }
  return filter;
}

/** @returns {View} */
export function parseView(search) {
  const given = new URLSearchParams(search);
  const of = (name) => (VIEWS[name].includes(given.get(name)) ? given.get(name) : VIEWS[name][0]);
  return { sort: of("sort"), lanes: of("lanes") };
}

/** `search` with this filter and view in place of those in it; other parameters stay. @returns {string} "" or "?…" */
export function query(search, filter, view) {
  const params = new URLSearchParams(search);
  for (const name of ["q", "mine", ...Object.keys(FIELDS), ...Object.keys(VIEWS)]) params.delete(name);
  if (filter.q.trim()) params.set("q", filter.q.trim());
  for (const field of Object.keys(FIELDS)) for (const value of filter[field]) params.append(field, value);
  if (filter.mine) params.set("mine", "1");
  for (const name of Object.keys(VIEWS)) if (view[name] !== VIEWS[name][0]) params.set(name, view[name]);
  return params.size ? `?${params}` : "";
}

/** Does it let every card through? */
export function isOff(filter) {
  return !filter.q.trim() && !filter.mine && Object.keys(FIELDS).every((field) => !filter[field].length);
}

/** What a filter goes by, read off a card. @param {HTMLElement} card @returns {Facts} */
export function factsOf(card) {
  const { area, labels, responsible, responsibleName, people, priority, due } = card.dataset;
  return {
    text: fold(`${card.textContent} ${responsibleName ?? ""}`),
    people: words(people),
    due: due ?? null,
    responsible: [responsible || NONE],
    area: [area || NONE],
    label: labels ? labels.split("\n") : [NONE],
    priority: [priority],
    names: responsible ? { [responsible]: responsibleName || responsible } : {},
    colours: coloursOf(card, area, responsible),
  };
}

/**
 * A question to ask of many cards.
 * @param {Filter} filter
 * @param {{me: string, today: string}} viewer `today` an ISO date
 * @returns {(facts: Facts) => boolean}
 */
export function matcher(filter, { me, today }) {
  const sought = words(fold(filter.q));
  const chosen = ["responsible", "area", "label", "priority"].filter((field) => filter[field].length);
  return (facts) =>
    (!filter.mine || facts.people.includes(me)) &&
    chosen.every((field) => facts[field].some((value) => filter[field].includes(value))) &&
    (!filter.due.length || filter.due.some((span) => isDue(facts.due, span, today))) &&
    sought.every((word) => facts.text.includes(word));
}

/** Is a deadline in a span of {@link DUES}? What is overdue is not within the days to come. */
export function isDue(due, span, today) {
  if (due === null) return span === "none";
  const days = (Date.parse(due) - Date.parse(today)) / DAY;
  if (span === "overdue") return days < 0;
  return days >= 0 && days <= ({ today: 0, week: 7, month: 30 }[span] ?? -1);
}

/** Without case and accents: "Ünal" is found as "unal". */
export function fold(text) {
  return text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
}

/** How values of a field follow each other: priorities from urgent to low, others by name, none last. */
export function inOrder(field) {
  if (field === "priority") {
    const order = Object.keys(PRIORITIES);
    return (a, b) => order.indexOf(a.value) - order.indexOf(b.value);
  }
  return (a, b) => (a.value === NONE) - (b.value === NONE) || a.name.localeCompare(b.name) || (a.value < b.value ? -1 : 1);
}

/** What a value is called, where no card says. */
export function nameOf(field, value) {
  if (value === NONE && NAMES_OF_NONE[field]) return NAMES_OF_NONE[field];
  return KNOWN[field]?.[value] ?? value;
}

function isValue(field, value) {
  return value !== "" && value.length <= LONGEST && (!KNOWN[field] || Object.hasOwn(KNOWN[field], value));
}

function words(text) {
  return text?.split(/\s+/).filter(Boolean) ?? [];
}

function coloursOf(card, area, responsible) {
  const colours = {};
  for (const label of card.querySelectorAll(".label")) colours[label.textContent.trim()] = label.dataset.colour;
  if (area) colours[area] = card.querySelector(".chip")?.dataset.colour;
  if (responsible) colours[responsible] = card.querySelector(".is-responsible")?.dataset.colour;
  return colours;
}
