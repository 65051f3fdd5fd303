// @ts-check
/**
 * Mount the seal that carries the reading.
 *
 * While the pen moves the seal is only held over the paper; it is pressed (and animated, by the style
 * sheet) when the reading stands. What is not a digit gets no seal of certainty, only an outline, and
 * so does what may become one.
 *
 * @typedef {import('./verdict.js').State} State
 * @param {HTMLElement} element
 * @param {() => State} state
 */
export function mount(element, state) {
  const face = /** @type {HTMLElement} */ (element.querySelector('.stamp-face'));

  /** @param {State} now */
  function stateOf({ reading, told, settled, trouble }) {
    if (trouble) return 'trouble';
    if (!reading) return 'blank';
    if (!told) return 'waiting';
    if (!told.is_digit) return 'doubt';
    return settled ? 'pressed' : 'held';
  }

  function update() {
    const now = state();
    const name = stateOf(now);
    const digit = name === 'held' || name === 'pressed' ? String(now.told?.digit) : '';
    const text = digit || ({ doubt: '?', waiting: '…' }[name] ?? '');
    if (face.textContent !== text) face.textContent = text;
    if (element.dataset.state !== name) element.dataset.state = name;
    element.dataset.digit = digit;
  }

  return { update };
}
