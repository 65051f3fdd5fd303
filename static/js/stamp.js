// @ts-check
/**
 * Mount the seal that carries the reading.
 *
 * While the pen moves the seal is only held over the paper; it is pressed (and animated, by the style
 * sheet) when the reading stands. What is not a digit gets no seal of certainty, only an outline.
 *
 * @typedef {import('./reader.js').Reading} Reading
 * @param {HTMLElement} element
 * @param {() => {reading: Reading | null, fresh: boolean, trouble: unknown}} state
 */
export function mount(element, state) {
  const face = /** @type {HTMLElement} */ (element.querySelector('.stamp-face'));

  /** @param {ReturnType<typeof state>} now */
  function stateOf({ reading, fresh, trouble }) {
    if (trouble) return 'trouble';
    if (!reading) return 'blank';
    if (!reading.is_digit) return 'doubt';
    return fresh ? 'pressed' : 'held';
  }

  function update() {
    const now = state();
    const name = stateOf(now);
    const digit = name === 'held' || name === 'pressed' ? String(now.reading?.digit) : '';
    const text = digit || (name === 'doubt' ? '?' : '');
    if (face.textContent !== text) face.textContent = text;
    if (element.dataset.state !== name) element.dataset.state = name;
    element.dataset.digit = digit;
  }

  return { update };
}
