/**
 * What a student calls in a notebook, beside the library itself.
 *
 * @module
 */
import './fit-progress.js';

export { type CheckOptions, check, passedOr } from './check.js';
export { type Displayable, display } from './display.js';
export { type DownloadDatasetOptions, downloadDataset } from './download-dataset.js';
export { type KeptOptions, kept } from './kept.js';
export { type LiveChart, liveChart } from './live-chart.js';
export { type LiveFigure, type LiveFigureOptions, liveFigure } from './live-figure.js';
export { modelLayers } from './model-layers.js';
export { NotSolvedError } from './not-solved.js';
export { type Progress, type ProgressOptions, progress } from './progress.js';
export { type QuizOptions, quiz } from './quiz.js';
export { record } from './record.js';
export { lessonSeed } from './record-seed.js';
export { trainingChart, trainingProgress } from './training.js';
