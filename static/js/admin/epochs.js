// @ts-check
/** The table of what each epoch came to. */
import { decimals, percent } from '../format.js';

/** @param {HTMLTableSectionElement} element @param {import('./story.js').Story} story */
export function mount(element, story) {
  function update() {
    for (const facts of story.epochs.slice(element.rows.length)) {
      const row = element.insertRow();
      const head = document.createElement('th');
      head.scope = 'row';
      head.textContent = String(facts.epoch);
      row.append(head);
      const { loss, accuracy, val_loss: valLoss, val_accuracy: valAccuracy } = facts;
      for (const text of [decimals(loss), percent(accuracy), decimals(valLoss), percent(valAccuracy)]) {
        row.insertCell().textContent = text;
      }
      for (const cell of row.cells) cell.className = 'number';
    }
  }

  return { update };
}
