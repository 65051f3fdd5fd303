// @ts-check
import { copyOf } from '../page.js';

/**
 * Make the function that keeps as many copies of an element's template in it as there are things to show.
 * Copies stay while they can: what moves is animated, what has the focus keeps it.
 *
 * @template V
 * @param {HTMLElement} element  with a template of one element
 * @param {(copy: HTMLElement, place: number) => V} mountOne
 * @returns {(count: number) => V[]}
 */
export function series(element, mountOne) {
  const template = /** @type {HTMLTemplateElement} */ (element.querySelector('template'));
  /** @type {{copy: HTMLElement, view: V}[]} */
  const copies = [];
  return (count) => {
    while (copies.length < count) {
      const copy = /** @type {HTMLElement} */ (copyOf(template));
      copies.push({ copy, view: mountOne(copy, copies.length) });
      element.append(copy);
    }
    while (copies.length > count) copies.pop()?.copy.remove();
    return copies.map(({ view }) => view);
  };
}
