// @ts-check
/**
 * Small charts of how accuracy goes as a drawing suffers more; one scale for all, to compare them.
 *
 * @typedef {{key: string, name: string, axis: string, values: number[], accuracy: number[]}} Course
 */
import { chartJs, colour, dataset, onTheme } from './curves.js';
import { percent } from './format.js';
import { data, texts } from './page.js';

const number = new Intl.NumberFormat(document.documentElement.lang, { maximumSignificantDigits: 3 });

/** @param {Course} course @param {number} low  the least share that any chart shows */
function options({ axis, values }, low) {
  const [soft, line] = ['--soft', '--line'].map(colour);
  return {
    animation: false,
    parsing: false,
    normalized: true,
    maintainAspectRatio: false,
    interaction: { mode: 'nearest', axis: 'x', intersect: false },
    scales: {
      x: {
        type: 'linear',
        min: Math.min(...values),
        max: Math.max(...values),
        afterBuildTicks: (/** @type {any} */ scale) => { scale.ticks = values.map((value) => ({ value })); },
        title: { display: true, text: axis, color: soft },
        ticks: { color: soft, maxRotation: 0, autoSkipPadding: 10, callback: (/** @type {number} */ x) => number.format(x) },
        grid: { display: false },
        border: { color: line },
      },
      y: {
        min: low,
        max: 1,
        afterFit: (/** @type {any} */ scale) => { scale.width = 3.6 * scale.chart.constructor.defaults.font.size; },
        ticks: { color: soft, maxTicksLimit: 6, callback: (/** @type {number} */ y) => percent(y, 0) },
        grid: { color: line },
        border: { display: false },
      },
    },
    plugins: {
      legend: { display: false },
      tooltip: {
        displayColors: false,
        callbacks: {
          title: (/** @type {any[]} */ items) => `${axis}: ${number.format(items[0].parsed.x)}`,
          label: (/** @type {any} */ { parsed: { y } }) => `${texts.accuracy}: ${percent(y, 1)}`,
        },
      },
    },
  };
}

/** @param {Course} course @returns {import('./curves.js').Line} */
const curve = ({ name, values, accuracy }) => ({
  label: name,
  points: values.map((x, index) => ({ x, y: accuracy[index] })).sort((a, b) => a.x - b.x),
  colour: '--vermilion',
});

/** Mount the charts where the page has them: those that a run has just brought, too. */
export function mount() {
  const holder = document.querySelector('[data-courses]');
  const Chart = chartJs();
  if (!(holder instanceof HTMLElement) || !Chart || 'drawn' in holder.dataset) return;
  holder.dataset.drawn = '';
  /** @type {Course[]} */
  const courses = data('courses');
  // The lowest point, rounded down to a tenth: small differences must not look like an abyss.
  const low = Math.max(0, Math.floor(10 * Math.min(...courses.flatMap(({ accuracy }) => accuracy))) / 10);
  const charts = courses.map((course) => {
    const canvas = holder.querySelector(`[data-course="${course.key}"]`);
    return { course, chart: new Chart(canvas, { type: 'line', data: { datasets: [] }, options: {} }) };
  });

  function paint() {
    for (const { course, chart } of charts) {
      chart.options = options(course, low);
      chart.data.datasets = [dataset(curve(course))];
      chart.update('none');
    }
  }

  onTheme(paint);
  paint();
}
