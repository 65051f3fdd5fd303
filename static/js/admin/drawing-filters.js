// @ts-check
/** Which drawings are looked at: the form, the address of the page, and the query for the server. */

/** What the form has, and the address: what is not chosen is not there. */
const NAMES = ['state', 'label', 'sort', 'digit', 'model', 'flag', 'from', 'to'];
/** Filters that are folded away. */
const FOLDED = NAMES.slice(3);

/** The state that is looked at first; "any" has a name in the address alone. */
const [FIRST, ANY] = ['new', 'any'];

/** @param {string} day  as a date field has it @param {number} [more]  days after it */
function moment(day, more = 0) {
  const [year, month, date] = day.split('-').map(Number);
  return new Date(year, month - 1, date + more).toISOString(); // midnight where the admin is
}

/**
 * @param {HTMLFormElement} form
 * @param {() => void} onChange
 */
export function mount(form, onChange) {
  const field = (/** @type {string} */ name) => /** @type {any} */ (form.elements.namedItem(name));

  /** @returns {Record<string, string>} */
  const values = () => Object.fromEntries(NAMES.map((name) => [name, field(name).value]));

  /** @param {string} name @param {string} value */
  function choose(name, value) {
    const chosen = field(name);
    if (!(chosen instanceof RadioNodeList)) chosen.value = value;
    // Not by the list's own `value`, which browsers do not set to "".
    else for (const radio of /** @type {Iterable<any>} */ (chosen)) radio.checked = radio.value === value;
  }

  /** Take over what the address says, where the form has it. */
  function restore() {
    const asked = new URLSearchParams(location.search);
    for (const name of NAMES) {
      const value = asked.get(name);
      if (value !== null) choose(name, name === 'state' && value === ANY ? '' : value);
    }
    if (FOLDED.some((name) => field(name).value)) form.querySelector('details')?.setAttribute('open', '');
  }

  function keep() {
    const { state, ...others } = values();
    const said = Object.entries(others).filter(([, value]) => value);
    if (state !== FIRST) said.unshift(['state', state || ANY]);
    const query = String(new URLSearchParams(said));
    history.replaceState(null, '', query ? `?${query}` : location.pathname);
  }

  form.addEventListener('change', () => {
    keep();
    onChange();
  });
  form.addEventListener('submit', (event) => event.preventDefault());
  restore();

  return {
    values,
    /** How many of those that are folded away are in use. */
    folded: () => FOLDED.filter((name) => field(name).value).length,
    /** What the server is asked. */
    query() {
      const { from, to, ...others } = values();
      const said = Object.entries(others).filter(([, value]) => value);
      if (from) said.push(['since', moment(from)]);
      if (to) said.push(['until', moment(to, 1)]);
      return new URLSearchParams(said);
    },
    /** Whether a drawing that is as it is now still belongs here. @param {import('./drawing-grid.js').Drawing} drawing */
    fits({ state, label }) {
      const wanted = values();
      const name = label === null ? 'none' : String(label);
      return (!wanted.state || wanted.state === state) && (!wanted.label || wanted.label === name);
    },
  };
}
