/** What a model of the library says of itself; `src/models/<family>/<model>.ts` exports it as `spec`. */
import type { ExampleInput } from '../nn/conformance/example-input.js';
import type { LayersModel } from '../nn/tf.js';

/** What models are for. */
export const tasks = [
  'classification',
  'denoising',
  'discrimination',
  'embedding',
  'generation',
  'masked-token',
  'next-token',
  'question-answering',
  'reconstruction',
  'regression',
  'segmentation',
  'tagging',
  'translation',
] as const;

/** What a model is for; it says what its labels and outputs are. */
export type Task = (typeof tasks)[number];

/** All options, those with a default too. */
export type Complete<Options> = {
  [Name in keyof Options]-?: Exclude<Options[Name], undefined>;
};

/**
 * A zod schema of options: what of it a type needs. The types of zod would make each cell of a notebook
 * wait that imports a model.
 */
export interface OptionsSchema<Options> {
  readonly _zod: { readonly output: Options };
}

export interface ModelSpec<
  Options extends object = object,
  Model extends LayersModel = LayersModel,
> {
  /** Family and file: `vision/resnet18`. */
  readonly id: string;
  readonly task: Task;
  /** The paper or formula that it comes from. */
  readonly source: string;
  /** Shape and type of its input and output, in words: `[B, T], int32`. */
  readonly input: string;
  readonly output: string;
  /** Each option with its description and default. */
  readonly options: OptionsSchema<Complete<Options>>;
  /** Makes the model of checked options. */
  build(options: Complete<Options>): Model;
  /** A small one, for the checks that every model must pass. */
  readonly example: {
    readonly options: Options;
    readonly inputs: readonly ExampleInput[];
    /** How many parameters it has, from the formula. */
    readonly parameters: number;
  };
}

/** A model whose parts are run one by one too, as those of a GPT to write a text. */
export interface ModelWithParts<Options extends object, Parts> extends ModelSpec<Options> {
  /**
   * The parts of a model that `build` made, or that was loaded from one.
   *
   * @throws TypeError for another model
   */
  parts(model: LayersModel): Parts;
}

/** The function that makes a model: `lstmClassifier` for `nlp/lstm-classifier`. */
export function functionName(id: string): string {
  const [, file = id] = id.split('/');
  return file.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
