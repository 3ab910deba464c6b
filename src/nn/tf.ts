/**
 * `tf`, complete: TensorFlow.js with gradus's layers and optimisers, seeded random numbers, captured
 * steps, checks and explained errors. Whoever uses `tf` imports it from here, and nothing beside it.
 *
 * Some parts wrap what an earlier one left, so their order is the order of the calls below.
 */
import { tf as plain } from '../backend/tf.js';
import { noteBuiltInClasses } from './built-in-classes.js';
import { installEarlyStopping } from './callbacks/fit-early-stopping.js';
import { captureModels } from './capture-model.js';
import { installCompile } from './compile.js';
import { explainErrors } from './explained.js';
import { showModels } from './inspect-model.js';
import { loadKerasModels } from './keras-model.js';
import { checkLayers } from './layer-checks.js';
import { installLayers } from './layers/install.js';
import { installMasks } from './layers/masks.js';
import { checkModelArguments } from './model-arguments.js';
import { checkGradients } from './optimizers/check-gradients.js';
import { installOptimizers } from './optimizers/install.js';
import { checkSaving } from './saving.js';
import { seedAll } from './seeds.js';
import { stopFit } from './stop-fit.js';
import { weighExamples } from './weighted-examples.js';

// What there is, in new forms.
installLayers(plain);
installOptimizers();
installEarlyStopping(plain);
noteBuiltInClasses(); // behind the library's classes, before any user's
seedAll(plain);
loadKerasModels(plain);
showModels();

// What layers and models do. `apply` of a layer: its checks run first, then it is named for
// messages of captured steps, then masks are looked at.
installMasks();
captureModels();
installCompile();
weighExamples();
stopFit(); // within the checks of `fit`, which refuse before a cell is held

// Checks, outermost.
checkGradients(plain);
checkSaving();
checkModelArguments();
checkLayers(plain);
explainErrors(plain); // wraps every function of `tf`, so it is the last

export * from '../backend/tf.js';
