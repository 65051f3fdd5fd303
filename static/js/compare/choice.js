// @ts-check
/** Which versions stand side by side. Independent of the page. */

export const FEWEST = 2;
export const MOST = 4;

/** What a version's id looks like; an address may hold anything. */
const ID = /^[a-z0-9]+(-[a-z0-9]+){0,7}$/;

/** The version that shows what the tutorial leads to. */
const TUTORIAL = 'tutorial-1';

/** @param {string | null | undefined} text  @returns {string[] | null}  null where that is no choice */
export function parse(text) {
  const ids = [...new Set((text ?? '').split(','))].filter((id) => id.length <= 64 && ID.test(id));
  return ids.length < FEWEST ? null : ids.slice(0, MOST);
}

/** @param {string[]} ids  the order is that of the columns */
export const format = (ids) => ids.join(',');

/**
 * @param {string[]} versions  all there are, the newest first
 * @param {string | null} champion
 */
export function usual(versions, champion) {
  const wanted = [champion, TUTORIAL].filter((id) => id && versions.includes(id));
  return [...new Set([...wanted, ...versions])].slice(0, FEWEST);
}
