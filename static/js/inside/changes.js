// @ts-check

/**
 * Make the function that tells whether something is another than when it was asked last: what stays as it
 * is need not be painted again, and the pen moves a hundred times a second.
 * @returns {(...now: unknown[]) => boolean}
 */
export function changes() {
  /** @type {unknown[] | null} */
  let last = null;
  return (...now) => {
    const same = last?.every((each, place) => each === now[place]);
    last = now;
    return !same;
  };
}
