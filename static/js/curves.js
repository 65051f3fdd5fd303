// @ts-check
/**
 * Curves of loss and accuracy, drawn by Chart.js in the colours of the page.
 *
 * @typedef {{x: number, y: number}} Point
 * @typedef {{label: string, points: Point[], colour: string, dashed?: boolean}} Line  colour: a property of the style sheet
 */
import { percent } from './format.js';
import { texts } from './page.js';

/** @param {string} property @returns {string} */
export const colour = (property) => getComputedStyle(document.documentElement).getPropertyValue(property).trim();

/** @param {Line} line */
export function dataset({ label, points, colour: property, dashed = false }) {
  const paint = colour(property);
  return {
    label,
    data: points,
    borderColor: paint,
    backgroundColor: paint,
    borderWidth: dashed ? 1.5 : 2.5,
    borderDash: dashed ? [5, 4] : [],
    clip: 6,
    pointRadius: points.length > 1 && (dashed || points.length > 40) ? 0 : 2.5,
    pointHitRadius: 12,
    cubicInterpolationMode: 'monotone',
  };
}

/** @param {any} chart @returns {object[]} what the legend shows, dashed where the line is */
function keys(chart) {
  const usual = chart.constructor.defaults.plugins.legend.labels.generateLabels(chart);
  return usual.map((/** @type {any} */ key) => {
    const { borderDash, borderWidth } = chart.data.datasets[key.datasetIndex];
    return { ...key, lineDash: borderDash, lineWidth: borderWidth };
  });
}

/** @param {string} name  accuracy or loss @param {{first: number, last: number}} range  epochs */
function options(name, { first, last }) {
  const [ink, soft, line] = ['--ink', '--soft', '--line'].map(colour);
  const share = name === 'accuracy';
  /** @param {number} value */
  const tick = (value) => (share ? percent(value, 1) : String(Math.round(value * 1e4) / 1e4));
  return {
    animation: false,
    parsing: false,
    normalized: true,
    maintainAspectRatio: false,
    interaction: { mode: 'nearest', axis: 'x', intersect: false },
    scales: {
      x: {
        type: 'linear',
        min: first,
        max: last,
        title: { display: true, text: texts.epoch, color: soft },
        ticks: { precision: 0, color: soft, maxRotation: 0 },
        grid: { display: false },
        border: { color: line },
      },
      y: {
        max: share ? 1 : undefined,
        min: share ? undefined : 0,
        suggestedMin: share ? 0.9 : undefined,
        suggestedMax: share ? undefined : 0.3,
        grace: '4%',
        // The axis keeps its width whatever stands there: the curve must not jump sideways.
        afterFit: (/** @type {any} */ scale) => { scale.width = 4.3 * scale.chart.constructor.defaults.font.size; },
        ticks: { color: soft, maxTicksLimit: 6, callback: tick },
        grid: { color: line },
        border: { display: false },
      },
    },
    plugins: {
      legend: {
        align: 'end',
        labels: { color: ink, usePointStyle: true, pointStyle: 'line', pointStyleWidth: 26, padding: 12, generateLabels: keys },
        onClick: () => {},
      },
      tooltip: {
        displayColors: true,
        callbacks: {
          title: (/** @type {any[]} */ items) => `${texts.epoch} ${Math.round(items[0].parsed.x * 100) / 100}`,
          label: (/** @type {any} */ { dataset: { label }, parsed: { y } }) => `${label}: ${share ? percent(y) : y.toFixed(4)}`,
        },
      },
    },
  };
}

/** Chart.js in the type of the page. @returns {any} undefined where it could not be loaded */
export function chartJs() {
  const Chart = /** @type {any} */ (globalThis).Chart;
  if (!Chart) return undefined;
  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  Chart.defaults.font.size = 0.75 * parseFloat(getComputedStyle(document.documentElement).fontSize);
  return Chart;
}

/** @param {() => void} repaint  called when the colours change */
export function onTheme(repaint) {
  new MutationObserver(repaint).observe(document.documentElement, { attributeFilter: ['data-theme'] });
}

/**
 * Mount the two charts.
 * @param {HTMLElement} element  with a canvas for each of accuracy and loss
 * @param {(name: 'accuracy' | 'loss') => Line[]} lines
 * @param {{first: number, last: number}} range  epochs
 * @param {(name: 'accuracy' | 'loss', title: string) => string} [describe]  in words, for those who do not see it
 */
export function mount(element, lines, range, describe) {
  const Chart = chartJs();
  if (!Chart) return { update() {} }; // the numbers stand in the table below as well
  const charts = [...element.querySelectorAll('canvas')].map((canvas) => {
    const name = /** @type {'accuracy' | 'loss'} */ (canvas.dataset.curve);
    const title = canvas.getAttribute('aria-label') ?? '';
    const chart = new Chart(canvas, { type: 'line', data: { datasets: [] }, options: options(name, range) });
    return { canvas, name, title, chart };
  });

  function update() {
    for (const { canvas, name, title, chart } of charts) {
      chart.data.datasets = lines(name).map(dataset);
      chart.update('none');
      if (describe) canvas.setAttribute('aria-label', describe(name, title));
    }
  }

  function repaint() {
    for (const { name, chart } of charts) chart.options = options(name, range);
    update();
  }

  onTheme(repaint);
  update();
  return { update };
}
