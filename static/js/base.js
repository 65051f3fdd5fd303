// @ts-check
import * as ages from './ages.js';
import { mount } from './theme.js';

const button = document.querySelector('[data-theme-switch]');
if (button instanceof HTMLElement) mount(button);
ages.mount();
