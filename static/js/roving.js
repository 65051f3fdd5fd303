// @ts-check

/**
 * Where an arrow key leads among things that stand in rows.
 * @param {string} key @param {number} place @param {number} count @param {number} perRow
 * @returns {number | null}  null: the key leads nowhere
 */
export function step(key, place, count, perRow) {
  const moves = /** @type {Record<string, number>} */ ({
    ArrowLeft: place - 1, ArrowRight: place + 1, ArrowUp: place - perRow, ArrowDown: place + perRow,
    Home: 0, End: count - 1,
  });
  const next = moves[key];
  return next === undefined || next < 0 || next >= count ? null : next;
}

/**
 * Mount a group of buttons of which one is reached with Tab and the others with the arrow keys, which
 * choose as they go: a radio group (ARIA Authoring Practices, "Radio Group Pattern").
 *
 * @param {HTMLElement} group
 * @param {() => HTMLElement[]} shown  the buttons that are there
 * @param {(place: number, pointed: boolean) => void} onChoose  pointed: pressed, not come upon with the arrow keys
 */
export function mount(group, shown, onChoose) {
  group.addEventListener('click', (event) => {
    const button = /** @type {Element} */ (event.target).closest('[role="radio"]');
    const place = shown().findIndex((each) => each === button);
    if (place >= 0) onChoose(place, true);
  });
  group.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const buttons = shown();
    const place = buttons.findIndex((each) => each === event.target);
    const perRow = buttons.filter((each) => each.offsetTop === buttons[0].offsetTop).length;
    const next = place < 0 ? null : step(event.key, place, buttons.length, perRow);
    if (next === null) return;
    event.preventDefault();
    buttons[next].focus();
    onChoose(next, false);
  });

  /** What was set last: a pen that moves must not cost a change of every button. */
  let set = '';

  /** @param {number | null} chosen */
  function update(chosen) {
    const buttons = shown();
    const next = `${chosen} of ${buttons.length}`;
    if (next === set) return;
    set = next;
    buttons.forEach((button, place) => {
      button.setAttribute('aria-checked', String(place === chosen));
      button.tabIndex = place === (chosen ?? 0) ? 0 : -1;
    });
  }

  return { update };
}
