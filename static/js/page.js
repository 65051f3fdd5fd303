// @ts-check
/** What the page gives to its modules: texts in the reader's language, and elements by id. */

/** @param {string} id @returns {any} the element; a template and its module belong together */
export const element = (id) => document.getElementById(id);

/** @type {Record<string, any>} */
export const texts = JSON.parse(element('texts').textContent);

export const locale = document.documentElement.lang;

/**
 * Read JSON that the template has left.
 * @param {string} id  of a script element
 */
export const data = (id) => JSON.parse(element(id).textContent);

/** @param {string} name @returns {string} the content of a meta element */
export function meta(name) {
  return document.querySelector(`meta[name="${name}"]`)?.getAttribute('content') ?? '';
}

/**
 * @param {ParentNode} parent
 * @param {string} name
 * @returns {any} the element with data-part of this name
 */
export const part = (parent, name) => parent.querySelector(`[data-part="${name}"]`);

/** @param {HTMLTemplateElement} template  of one element @returns {any} a copy of that element */
export const copyOf = (template) => template.content.firstElementChild?.cloneNode(true);

/** Set a text if it is another: a live region must not speak twice. @param {Element} place @param {string} text */
export function say(place, text) {
  if (place.textContent !== text) place.textContent = text;
}
