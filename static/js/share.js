// @ts-check
import { part, texts } from './page.js';
import { decode, encode } from './stroke-code.js';

/**
 * A drawing and the view of it as a link to this page. They stand in the link's fragment, which browsers
 * keep to themselves: nothing of it goes to the server.
 *
 * @typedef {import('./drawing.js').Drawing} Drawing
 * @typedef {import('./drawing.js').Stroke} Stroke
 * @typedef {Record<string, string>} View  what a page shows beside the drawing, by names of its own
 * @typedef {{strokes: Stroke[] | null | undefined, view: View}} Opened  strokes is null for a link that is
 *   broken, undefined for one that brings a view alone
 */

/** The field of the fragment that holds the strokes; the others are the view's. */
const STROKES = 's';

const NAME = /^[a-z-]{1,20}$/;
const MOST_FIELDS = 16;
const LONGEST_VALUE = 300;

/**
 * @param {readonly Stroke[]} strokes @param {View} view
 * @returns {string | null}  null where they are too many for a link
 */
function link(strokes, view) {
  const code = encode(strokes);
  const fields = Object.entries(view).map(([name, value]) => (
    `&${name}=${encodeURIComponent(value).replaceAll('%2C', ',')}`
  ));
  return code && `${location.origin}${location.pathname}#${STROKES}=${code}${fields.join('')}`;
}

/** @param {string} fragment  @returns {Opened | null}  null for a fragment that is none of ours */
function read(fragment) {
  if (!/^#[a-z-]+=/.test(fragment)) return null;
  const fields = [...new URLSearchParams(fragment.slice(1))];
  const strokes = fields[0][0] === STROKES ? decode(fields[0][1]) : undefined;
  const view = fields.slice(0, MOST_FIELDS).filter(
    ([name, value]) => name !== STROKES && NAME.test(name) && value.length <= LONGEST_VALUE,
  );
  return { strokes, view: strokes === null ? {} : Object.fromEntries(view) };
}

/**
 * Take what was shared out of the address: were it left there, a reload would put it over what has been
 * drawn since.
 */
function take() {
  const found = read(location.hash);
  if (found) history.replaceState(history.state, '', location.pathname + location.search);
  return found;
}

const first = take();

/** What the address brought when the page was opened. @returns {Opened | null} */
export const opened = () => first;

/** @param {(found: Opened) => void} onOpen  a link to this page was opened in its tab */
export function watch(onOpen) {
  addEventListener('hashchange', () => {
    const found = take();
    if (found) onOpen(found);
  });
}

/**
 * Put a text on the clipboard. Pages that came over plain HTTP have no `navigator.clipboard`.
 * @param {string} text
 */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** Hand a link to the apps of a phone. @param {string} url @returns {Promise<boolean>} */
async function handOver(url) {
  if (!navigator.share || !matchMedia('(pointer: coarse)').matches) return false;
  try {
    await navigator.share({ title: document.title, url });
    return true;
  } catch (error) {
    return error instanceof DOMException && error.name === 'AbortError'; // thought better of it
  }
}

/**
 * Mount the sharing; returns the function that shares the drawing by the best way that there is.
 *
 * @param {HTMLDialogElement} dialog  shows the link where it can only be copied by hand
 * @param {Drawing} drawing
 * @param {() => View} view
 * @param {(words: string, passing?: boolean) => void} tell
 */
export function mount(dialog, drawing, view, tell) {
  const field = /** @type {HTMLInputElement} */ (part(dialog, 'link'));
  field.addEventListener('focus', () => field.select());
  // Else the next key would be taken for text in a field that nobody sees any more.
  dialog.addEventListener('close', () => field.blur());
  part(dialog, 'copy').addEventListener('click', async () => {
    field.select();
    // The old command is the one way that is left without `navigator.clipboard`.
    if (!(await copy(field.value)) && !document.execCommand('copy')) return;
    dialog.close();
    tell(texts.copied, true);
  });

  return async () => {
    const { items } = drawing;
    if (items.length === 0) return;
    if (items.some(({ kind }) => kind === 'picture')) {
      tell(texts.pictureStays);
      return;
    }
    const url = link(/** @type {Stroke[]} */ (items), view());
    if (!url) tell(texts.tooMuchInk);
    else if (await handOver(url)) return;
    else if (await copy(url)) tell(texts.copied, true);
    else {
      field.value = url;
      dialog.showModal();
      field.focus();
    }
  };
}
