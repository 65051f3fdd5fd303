// @ts-check
/** How large a network will be and how long it will train, counted by the server while one types. */
import { ask, Refusal } from './api.js';
import { duration, whole } from '../format.js';
import { part, say } from '../page.js';

const PAUSE = 250; // ms

/**
 * @param {HTMLElement} form  the parts in which it tells
 * @param {string} url
 * @param {() => object} spec
 * @param {(errors: Record<string, string>) => void} onJudged  by field; empty where all is well
 */
export function mount(form, url, spec, onJudged) {
  let timer = 0;
  let asked = 0;

  /** @param {Record<string, string>} texts */
  function show(texts) {
    for (const [name, text] of Object.entries(texts)) say(part(form, name), text);
  }

  async function count() {
    const number = ++asked;
    try {
      const { layers, parameters, multiplications, seconds } = await ask('POST', url, spec());
      if (number !== asked) return; // a later question is on its way
      show({
        layers,
        parameters: whole(parameters),
        multiplications: whole(multiplications),
        seconds: duration(seconds < 10 ? seconds : Math.round(seconds)),
      });
      onJudged({});
    } catch (error) {
      if (number !== asked) return;
      show({ layers: '–', parameters: '–', multiplications: '–', seconds: '–' });
      if (error instanceof Refusal && error.status === 422) onJudged(error.errors);
    }
  }

  function update() {
    clearTimeout(timer);
    asked += 1; // whatever comes now is about a spec that is no longer there
    timer = setTimeout(count, PAUSE);
  }

  return { update };
}
