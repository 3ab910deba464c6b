/** Layers, models and their training. */
import './capture-model.js';
