/**
 * The functions of `gradus/plot` by name, for where they are to draw nothing: an exercise that shows a
 * figure is graded as one that shows none.
 */
export const figureNames = [
  'attentionMap',
  'barChart',
  'boxPlot',
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
  'lossSurface',
  'modelGraph',
  'precisionRecallCurve',
  'rocCurve',
  'scatterChart',
  'scatterChart3d',
  'spectrogramFigure',
  'surfaceChart',
] as const;
