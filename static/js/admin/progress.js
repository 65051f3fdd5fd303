// @ts-check
/** How far a run is: the bar, the phases, the numbers that move. */
import { DASH, decimals, duration, fill, milliseconds, percent, whole } from '../format.js';
import { part, say, texts } from '../page.js';

/**
 * @param {HTMLElement} element
 * @param {import('./story.js').Story} story
 * @param {() => number | null} place  in line
 */
export function mount(element, story, place) {
  const phases = /** @type {HTMLElement[]} */ ([...element.querySelectorAll('[data-phase]')]);
  const names = phases.map(({ dataset }) => dataset.phase);

  function words() {
    const { now, phase, state } = story;
    if (state === 'queued') {
      const number = place() ?? 1;
      return number === 1 ? texts.next : fill(texts.place, { n: number });
    }
    if (story.isFinal) return texts.states[state];
    const at = names.indexOf(phase ?? '');
    if (at >= 0 && phase !== 'fit') return phases[at].textContent ?? '';
    return now ? fill(texts.epochOf, { epoch: now.epoch, epochs: now.epochs }) : texts.getReady;
  }

  function update() {
    const { now, share } = story;
    say(part(element, 'words'), words());
    say(part(element, 'percent'), percent(Math.floor(share * 100) / 100, 0));
    part(element, 'bar').value = share;
    const at = names.indexOf(story.phase ?? '');
    phases.forEach((phase, index) => {
      phase.toggleAttribute('data-done', index < at || story.state === 'succeeded');
      if (index === at && !story.isFinal) phase.setAttribute('aria-current', 'step');
      else phase.removeAttribute('aria-current');
    });
    if (!now) return;
    const values = {
      accuracy: percent(now.accuracy),
      loss: decimals(now.loss),
      val_accuracy: percent(story.epochs.at(-1)?.val_accuracy),
      step: `${whole(now.step)} / ${whole(now.steps)}`,
      speed: milliseconds(now.ms_per_step),
      left: story.phase === 'fit' && !story.isFinal && now.time_left_s !== null ? duration(now.time_left_s) : DASH,
    };
    for (const [name, text] of Object.entries(values)) {
      const place = part(element, name); // a page may show fewer
      if (place) say(place, text);
    }
  }

  return { update };
}
