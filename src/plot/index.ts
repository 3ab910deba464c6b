/**
 * Figures as plotly JSON, with a static picture and a text for each.
 *
 * @module
 */
export { type BarChartOptions, barChart } from './bar-chart.js';
export { figureBundle } from './bundle.js';
export { type ConfusionMatrixOptions, confusionMatrix } from './confusion-matrix.js';
export { type Figure, isFigure } from './figure.js';
export { type ImageGridOptions, imageGrid } from './image-grid.js';
export { type LineChartOptions, type LineSeries, lineChart } from './line-chart.js';
export { type LiveChart, type LiveChartOptions, type LivePoint, liveChart } from './live-chart.js';
export { toSvg } from './svg/to-svg.js';
