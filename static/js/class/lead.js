// @ts-check
/** Leading the class: what to write, a pause, an empty wall, the end. */
import { ask } from '../admin/api.js';
import { complain, hush, question } from '../admin/dialogs.js';
import { fill, whole } from '../format.js';
import { part, say, texts } from '../page.js';

/**
 * @param {HTMLElement} bar
 * @param {import('./wall.js').Wall} wall
 * @param {string} url  of the class
 * @param {{onTrain(): void, onChange(): void}} events
 */
export function mount(bar, wall, url, { onTrain, onChange }) {
  const tasks = /** @type {HTMLInputElement[]} */ ([...bar.querySelectorAll('input[name="task"]')]);
  const [pause, clear, train, end] = ['pause', 'clear', 'train', 'end'].map((name) => part(bar, name));
  /** The task that was asked for, until the class has it. @type {string | null} */
  let wanted = null;

  /** @param {() => Promise<unknown>} deed */
  async function attempt(deed) {
    hush();
    try {
      await deed();
    } catch (error) {
      complain(error);
    }
    onChange();
  }

  /** @param {object} changes */
  const change = async (changes) => wall.become(await ask('PATCH', url, changes));

  /** One after the other, and of those that wait the last alone. @param {string} task */
  async function setTask(task) {
    const isSetting = wanted !== null;
    wanted = task;
    onChange();
    if (isSetting) return;
    await attempt(async () => {
      try {
        while (wanted !== wall.room.task) await change({ task: wanted });
      } finally {
        wanted = null;
      }
    });
  }

  const setPause = () => attempt(() => change({ paused: !wall.room.paused }));

  async function empty() {
    const count = wall.sheets.length;
    if (!count) return;
    const text = fill(texts.clearMore, { count: whole(count) });
    if (await question({ title: texts.clear, text, yes: texts.clearYes })) await attempt(() => ask('DELETE', `${url}/sheets`));
  }

  async function finish() {
    if (!await question({ title: texts.end, text: texts.endMore, yes: texts.endYes })) return;
    await attempt(() => ask('DELETE', url));
  }

  for (const input of tasks) input.addEventListener('change', () => setTask(input.value));
  pause.addEventListener('click', setPause);
  clear.addEventListener('click', empty);
  train.addEventListener('click', onTrain);
  end.addEventListener('click', finish);

  function update() {
    const { task, paused } = wall.room;
    for (const input of tasks) input.checked = input.value === (wanted ?? task);
    pause.setAttribute('aria-pressed', String(paused));
    say(part(pause, 'name'), paused ? texts.goOn : texts.pauseClass);
    clear.setAttribute('aria-disabled', String(wall.sheets.length === 0));
    train.setAttribute('aria-disabled', String(wall.labelled === 0));
  }

  /** By key. @type {Record<string, () => void>} */
  const keys = {
    p: setPause, c: empty, t: onTrain, a: () => setTask('free'), m: () => setTask('mixed'),
    ...Object.fromEntries([...'0123456789'].map((digit) => [digit, () => setTask(digit)])),
  };
  return { update, keys };
}
