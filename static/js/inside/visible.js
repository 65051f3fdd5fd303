// @ts-check

/** How far beyond the screen something counts as on it: it is there when one gets there. */
const MARGIN = '10%';

/**
 * Keep an eye on what is on the screen: only that is asked for and painted.
 * @param {() => void} onChange
 */
export function watcher(onChange) {
  /** @type {Set<Element>} */
  const seen = new Set();
  const observer = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) seen.add(target);
      else seen.delete(target);
    }
    onChange();
  }, { rootMargin: MARGIN });
  return {
    /** @param {Element} element */
    watch(element) { observer.observe(element); },
    /** @param {Element} element */
    leave(element) {
      observer.unobserve(element);
      seen.delete(element);
    },
    /** @param {Element} element */
    sees: (element) => seen.has(element),
  };
}
