/**
 * The functions of `gradus/plot` by name, for where they are to draw nothing: an exercise that shows a
 * figure is graded as one that shows none.
 */
export const figureNames = [
  'attentionMap',
  'barChart',
  'boxesOnImage',
  'calibrationChart',
  'confusionMatrix',
  'embeddingPlot',
  'heatMap',
  'histogram',
  'imageFigure',
  'imageGrid',
  'latentGrid',
  'lineChart',
  'lossLandscape',
  'modelGraph',
  'precisionRecallCurve',
  'rocCurve',
  'scatterChart',
  'spectrogramFigure',
] as const;
