import type { Params } from '../params.js';

/** What augmentation says about the images, labels and options that it is given, and what measures say. */
export const vision = {
  images: (p: Params) =>
    `Expected \`images\` of ${p.where} as a batch [B, H, W, C], float32. Received: ${p.given}. One image becomes a batch by \`tf.expandDims(image, 0)\`, and integers by \`tf.cast(images, 'float32')\``,
  channels: (p: Params) =>
    `Expected images of 1 channel (grey) or 3 (red, green, blue) for ${p.where}. Received: ${p.given} channels`,
  pixels: (p: Params) =>
    `Expected pixels in [0, 1] for ${p.where}. Received: from ${p.least} to ${p.most}. Divide pixels of 0 to 255 by 255, and augment before you standardise`,
  rng: (p: Params) =>
    `Expected a seeded generator as \`rng\` of ${p.where}. Received: ${p.given}. Make one by \`createRng(seed)\``,
  labels: (p: Params) =>
    `Expected \`labels\` of ${p.where} as [B, C] float32, B = ${p.count}. Received: ${p.given}. Class numbers [B] become such labels by \`tf.cast(tf.oneHot(labels, classes), 'float32')\``,
  share: (p: Params) =>
    `Expected \`${p.option}\` of ${p.where} to be a number in [0, 1]. Received: ${p.given}`,
  alpha: (p: Params) =>
    `Expected \`alpha\` of ${p.where} to be a number > 0. Received: ${p.given}. It shapes the distribution Beta(alpha, alpha) of the weights`,
  jitter: (p: Params) =>
    `Expected \`${p.option}\` of ${p.where} to be a number >= 0, or [least, most] with 0 <= least <= most. Received: ${p.given}`,
  hue: (p: Params) =>
    `Expected \`hue\` of ${p.where} to be a number in [0, 0.5], or [least, most] with -0.5 <= least <= most <= 0.5. Received: ${p.given}. 0.5 is half a turn of the colour circle`,
  padding: (p: Params) =>
    `Expected \`padding\` of ${p.where} to be an integer >= 0${p.most}. Received: ${p.given}`,
  mostPadding: (p: Params) => ` and <= ${p.most}, as far as these images can be mirrored`,
  paddingMode: (p: Params) =>
    `Expected \`paddingMode\` of ${p.where} to be one of ${p.known}. Received: ${p.given}`,
  size: (p: Params) =>
    `Expected \`size\` of ${p.where} to be an integer >= 1, or [height, width] of such. Received: ${p.given}`,
  noRoom: (p: Params) =>
    `Expected a \`size\` that lies within the padded images of ${p.height}×${p.width} and leaves a choice of places. Received: ${p.given}. Give more \`padding\`, or a smaller \`size\``,
  fill: (p: Params) =>
    `Expected \`fill\` of ${p.where} to be a finite number. Received: ${p.given}`,
  steps: (p: Params) =>
    `Expected a list of functions (images, rng) => images for ${p.where}. Received: ${p.given}`,
  step: (p: Params) =>
    `Expected step ${p.place} of ${p.where} to return images as a tensor. Received: ${p.given}`,
  sameShape: (p: Params) =>
    `Expected \`predicted\` and \`actual\` of one shape with a pixel at least. Received: ${p.predicted} and ${p.actual}`,
  classNumber: (p: Params) =>
    `Expected \`${p.what}\` to hold class numbers 0 to ${Number(p.classes) - 1}. Received: ${p.given}. Take the class of the highest score, and count the ground as a class`,
};
