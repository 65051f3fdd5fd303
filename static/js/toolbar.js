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
  const openers = [button('width'), button('more')];
  const slider = /** @type {HTMLInputElement} */ (element.querySelector('input[type="range"]'));

  /** Where there is little room, some tools lie folded behind a button. @param {HTMLElement} opener @param {boolean} open */
  function unfold(opener, open) {
    opener.setAttribute('aria-expanded', String(open));
    const panel = /** @type {HTMLElement} */ (opener.nextElementSibling);
    if (open) /** @type {HTMLElement} */ (panel.querySelector('input, button')).focus();
  }

  /** The focus goes where the tools went. @param {HTMLElement} opener */
  function fold(opener) {
    if (opener.getAttribute('aria-expanded') !== 'true') return;
    unfold(opener, false);
    opener.focus();
  }

  element.addEventListener('click', (event) => {
    const target = /** @type {Element} */ (event.target).closest('[data-action]');
    if (!(target instanceof HTMLElement) || target.getAttribute('aria-disabled') === 'true') return;
    const opener = openers.find((one) => one.parentElement?.contains(target));
    if (opener === target) unfold(opener, opener.getAttribute('aria-expanded') !== 'true');
    else {
      if (opener) fold(opener);
      events.onAction(target.dataset.action ?? '');
    }
  });
  slider.addEventListener('input', () => events.onWidth(slider.valueAsNumber));
  document.addEventListener('pointerdown', (event) => {
    for (const opener of openers) {
      if (!opener.parentElement?.contains(/** @type {Node} */ (event.target))) unfold(opener, false);
    }
  });
  for (const opener of openers) {
    opener.parentElement?.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') fold(opener);
    });
  }

  function update() {
    const now = state();
    for (const tool of ['pen', 'eraser']) button(tool).setAttribute('aria-pressed', String(now.tool === tool));
    // Not `disabled`: that would throw the keyboard's focus away when the last step is undone.
    const possible = { undo: now.canUndo, redo: now.canRedo, clear: now.canClear, share: now.canClear };
    for (const [name, can] of Object.entries(possible)) button(name).setAttribute('aria-disabled', String(!can));
    slider.value = String(now.width);
    element.style.setProperty('--nib', String(now.width));
  }

  return { update };
}
