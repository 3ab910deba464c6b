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
export { type AttentionMapOptions, attentionMap } from './attention-map.js';
export { type AudioPlayer, type AudioPlayerOptions, audioPlayer } from './audio-player.js';
export { type BarChartOptions, barChart } from './bar-chart.js';
export { type BoxPlotOptions, boxPlot } from './box-plot.js';
export { type BoxesOnImageOptions, boxesOnImage, type ImageBox } from './boxes-on-image.js';
export { type CalibrationChartOptions, calibrationChart } from './calibration-chart.js';
export { type ConfusionMatrixOptions, confusionMatrix } from './confusion-matrix.js';
export { type EmbeddingPlotOptions, embeddingPlot } from './embedding-plot.js';
export { type Figure, isFigure } from './figure.js';
export { type FiguresPageOptions, figuresPage } from './figures-page.js';
export { type HeatMapOptions, heatMap } from './heat-map.js';
export { type HistogramOptions, histogram } from './histogram.js';
export { type ImageFigureOptions, imageFigure } from './image-figure.js';
export { type ImageGridOptions, imageGrid } from './image-grid.js';
export { type LatentGridOptions, latentGrid } from './latent-grid.js';
export { type LineChartOptions, type LineSeries, lineChart } from './line-chart.js';
export { type LossLandscapeOptions, type LossPath, lossLandscape } from './loss-landscape.js';
export { lossSurface } from './loss-surface.js';
export { type ModelGraphOptions, type ModelLayer, modelGraph } from './model-graph.js';
export {
  type PrecisionRecallCurveOptions,
  precisionRecallCurve,
} from './precision-recall-curve.js';
export { type RocCurveOptions, rocCurve } from './roc-curve.js';
export { type ScatterChartOptions, type ScatterGroup, scatterChart } from './scatter-chart.js';
export { type ScatterChart3dOptions, type SpaceGroup, scatterChart3d } from './scatter-chart-3d.js';
export {
  type SpectrogramFigureOptions,
  type SpectrogramUnit,
  spectrogramFigure,
} from './spectrogram-figure.js';
export { type SurfaceChartOptions, surfaceChart } from './surface-chart.js';
export { toSvg } from './svg/to-svg.js';
