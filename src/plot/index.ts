/**
 * Figures as plotly JSON, with a static picture and a text for each.
 *
 * What puts them into a notebook stands with the notebook; its public names are here as well.
 *
 * @module
 */
export { figureBundle } from '../notebook/figure-bundle.js';
export {
  type LiveChart,
  type LiveChartOptions,
  type LivePoint,
  liveChart,
} from '../notebook/live-chart.js';
export { type BarChartOptions, barChart } from './bar-chart.js';
export { type ConfusionMatrixOptions, confusionMatrix } from './confusion-matrix.js';
export { type Figure, isFigure } from './figure.js';
export { type ImageGridOptions, imageGrid } from './image-grid.js';
export { type LineChartOptions, type LineSeries, lineChart } from './line-chart.js';
export { toSvg } from './svg/to-svg.js';
