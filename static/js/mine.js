// @ts-check
import { Trouble } from './client.js';
import { fill } from './format.js';
import { part, say, texts } from './page.js';
import { correspondent } from './writer.js';

/**
 * Mount the part of the help where one sees how many drawings of one's own are kept, and deletes them.
 * Where nothing is collected it shows itself to those alone of whom something was kept before.
 *
 * @param {HTMLElement} element
 * @param {HTMLDialogElement} help
 */
export function mount(element, help) {
  const { url = '', mineUrl = '' } = element.dataset;
  const isCollecting = !element.hidden;
  const server = correspondent(url, mineUrl);
  const [words, ask, sure] = ['count', 'ask', 'sure'].map((name) => part(element, name));
  const [yes, no] = ['yes', 'no'].map((name) => part(element, name));
  let count = 0;

  /** @param {string} text @param {boolean} [asking]  whether to make sure before they go */
  function show(text, asking = false) {
    say(words, text);
    ask.hidden = asking || count === 0;
    sure.hidden = !asking;
  }

  /** @param {() => Promise<void>} act */
  async function attempt(act) {
    try {
      await act();
    } catch (error) {
      const { kind } = error instanceof Trouble ? error : new Trouble('failed');
      show(fill(texts.mineTrouble, { why: texts[kind] }));
    }
  }

  const look = () => attempt(async () => {
    count = await server.count();
    element.hidden = !isCollecting && count === 0;
    show(count === 0 ? texts.mineNone : fill(texts.mineCount, { count }));
  });

  // However it is opened, and also where the browser knows no "toggle" of dialogs.
  new MutationObserver(() => { if (help.open) look(); }).observe(help, { attributeFilter: ['open'] });
  ask.addEventListener('click', () => {
    show(fill(texts.mineSure, { count }), true);
    no.focus();
  });
  no.addEventListener('click', () => {
    show(fill(texts.mineCount, { count }));
    ask.focus();
  });
  yes.addEventListener('click', () => attempt(async () => {
    const deleted = await server.forget();
    count = 0;
    show(fill(texts.mineGone, { count: deleted }));
    words.focus();
  }));
}
