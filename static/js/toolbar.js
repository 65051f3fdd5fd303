// @ts-check
/**
 * Mount the tools.
 *
 * @typedef {import('./drawing.js').Tool} Tool
 * @typedef {{tool: Tool, width: number, canUndo: boolean, canRedo: boolean, canClear: boolean}} Tools
 * @param {HTMLElement} element
 * @param {() => Tools} state
 * @param {{onAction(name: string): void, onWidth(width: number): void}} events
 */
export function mount(element, state, events) {
  /** @param {string} name */
  const button = (name) => /** @type {HTMLElement} */ (element.querySelector(`[data-action="${name}"]`));
  const opener = button('width');
  const slider = /** @type {HTMLInputElement} */ (element.querySelector('input[type="range"]'));

  /** On a narrow screen the slider lies folded behind its button. @param {boolean} open */
  function unfold(open) {
    opener.setAttribute('aria-expanded', String(open));
    if (open) slider.focus();
  }

  element.addEventListener('click', (event) => {
    const target = /** @type {Element} */ (event.target).closest('[data-action]');
    if (!(target instanceof HTMLElement) || target.getAttribute('aria-disabled') === 'true') return;
    if (target === opener) unfold(opener.getAttribute('aria-expanded') !== 'true');
    else events.onAction(target.dataset.action ?? '');
  });
  slider.addEventListener('input', () => events.onWidth(slider.valueAsNumber));
  document.addEventListener('pointerdown', (event) => {
    if (!opener.parentElement?.contains(/** @type {Node} */ (event.target))) unfold(false);
  });
  opener.parentElement?.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || opener.getAttribute('aria-expanded') !== 'true') return;
    unfold(false);
    opener.focus();
  });

  function update() {
    const now = state();
    for (const tool of ['pen', 'eraser']) button(tool).setAttribute('aria-pressed', String(now.tool === tool));
    // Not `disabled`: that would throw the keyboard's focus away when the last step is undone.
    const possible = { undo: now.canUndo, redo: now.canRedo, clear: now.canClear };
    for (const [name, can] of Object.entries(possible)) button(name).setAttribute('aria-disabled', String(!can));
    slider.value = String(now.width);
    element.style.setProperty('--nib', String(now.width));
  }

  return { update };
}
