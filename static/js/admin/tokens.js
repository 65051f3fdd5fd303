// @ts-check
/** Tokens: made, shown once, revoked. */
import * as actions from './actions.js';
import { ask } from './api.js';
import { complain, hush, tell } from './dialogs.js';
import { element, part, texts } from '../page.js';
import { refresh } from './refresh.js';

const form = element('issue');
const secret = element('secret');

form.addEventListener('submit', async (/** @type {SubmitEvent} */ event) => {
  event.preventDefault();
  hush();
  try {
    const { token } = await ask('POST', form.dataset.url, { name: form.elements.name.value });
    form.reset();
    part(secret, 'secret').value = token;
    secret.hidden = false;
    element('secret-title').focus();
    await refresh('tokens');
  } catch (error) {
    complain(error);
  }
});

part(secret, 'copy').addEventListener('click', async () => {
  part(secret, 'secret').select();
  try {
    await navigator.clipboard.writeText(part(secret, 'secret').value);
    tell(texts.copied);
  } catch {
    complain(texts.copyByHand); // only pages over https or from this machine may copy
  }
});

actions.mount(() => refresh('tokens').catch(complain));
