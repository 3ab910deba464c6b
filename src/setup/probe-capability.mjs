/** `node probe-capability.mjs <name>`: one check of `gradus doctor` as JSON, for the tests. */
import { checks } from './checks.mjs';

const check = checks[process.argv[2] ?? ''];
if (check === undefined) {
  console.error(`Expected one of ${Object.keys(checks).join(', ')}. Received: ${process.argv[2]}`);
  process.exitCode = 2;
} else {
  console.log(JSON.stringify(await check.check()));
}
