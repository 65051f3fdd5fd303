// @ts-check
/**
 * Bringing parts of the page up to date from the server, which alone knows how they look: what has
 * not changed is left alone, and so are the focus and the ticks in it.
 */
import { loadPage } from './api.js';

/**
 * Fetch this page anew and take over the elements of these ids.
 * @param {...string} ids
 */
export async function refresh(...ids) {
  const fresh = await loadPage(location.href);
  for (const id of ids) {
    const [old, now] = [document.getElementById(id), fresh.getElementById(id)];
    if (old && now && !old.isEqualNode(now)) replace(old, now);
  }
}

/** @param {Element} old @param {Element} now */
function replace(old, now) {
  const held = old.contains(document.activeElement);
  old.replaceWith(now);
  if (!held) return;
  const next = now.querySelector('button, a[href]');
  if (next instanceof HTMLElement) next.focus({ preventScroll: true });
}

/**
 * Fetch a table and bring this one up to date, cell by cell.
 * @param {HTMLElement} holder  of a notice, and of a table or a sentence that says there is nothing
 * @param {string} url
 */
export async function refreshTable(holder, url) {
  const fresh = (await loadPage(url)).body;
  const [notice, newNotice] = [holder, fresh].map((each) => each.querySelector('.notice'));
  if (notice instanceof HTMLElement) notice.hidden = newNotice?.hasAttribute('hidden') ?? true;
  const [old, now] = [holder, fresh].map((each) => each.querySelector('tbody'));
  if (!old || !now) {
    if (old || now) holder.replaceChildren(...fresh.children);
    return;
  }
  const kept = new Map([...old.rows].map((row) => [row.id, row]));
  [...now.rows].forEach((row, index) => {
    const known = kept.get(row.id);
    kept.delete(row.id);
    if (known) update(known, row);
    const place = known ?? row;
    if (old.rows[index] !== place) old.insertBefore(place, old.rows[index] ?? null);
  });
  for (const row of kept.values()) row.remove();
}

/** @param {HTMLTableRowElement} old @param {HTMLTableRowElement} now */
function update(old, now) {
  Object.assign(old.dataset, now.dataset);
  [...now.cells].forEach((cell, index) => {
    const before = old.cells[index];
    if (before.innerHTML === cell.innerHTML) return;
    const [bar, newBar] = [before, cell].map((each) => each.querySelector('progress'));
    if (bar && newBar) bar.value = newBar.value;
    else before.replaceWith(cell);
  });
}
