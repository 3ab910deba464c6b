/** Words that options of generators and discriminators take; apart from their schemas, for the types of notebooks. */

/** The numbers of a generated example: `sigmoid` for [0, 1], `tanh` for [-1, 1], `linear` for any. */
export type GeneratedActivation = 'sigmoid' | 'tanh' | 'linear';

/** What stands between a layer and its leaky ReLU, or around it. */
export type DiscriminatorNormalization = 'none' | 'batch' | 'layer' | 'spectral';
