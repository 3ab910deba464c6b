/** The pass table in Markdown. */

const cell = (/** @type {string} */ text) =>
  text
    .replaceAll(/[^\x20-\x7e\u00a0-\uffff]/g, '?')
    .replaceAll('|', '\\|')
    .replaceAll('<', '&lt;');

/**
 * @param {readonly import('./attacks/attack.js').Attack[]} attacks
 * @param {readonly import('./grade.mjs').Outcome[]} outcomes
 */
export function table(attacks, outcomes) {
  const rows = attacks.map((attack) => {
    const {
      n,
      id,
      title,
      absent,
      defence,
      exercise = 'denseForward',
      verdicts,
      score = 0,
    } = attack;
    const outcome = outcomes.find((entry) => entry.attack === attack);
    const most = score === 'full' ? 'full points' : score === 0 ? '0 points' : `at most ${score}`;
    const expected = absent
      ? ''
      : `${attack.whole ? 'all' : exercise}: ${verdicts.join(' or ')}; ${most}`;
    const result =
      absent !== undefined
        ? `no such surface: ${absent}`
        : outcome?.breaches.length === 0
          ? 'holds'
          : `**broken**: ${outcome?.breaches.join('; ') ?? 'not run'}`;
    const name = id.length > 40 ? `${id.slice(0, 37)}...` : id;
    return [String(n), name, title, expected, defence, result].map(cell);
  });
  const head = [
    '№',
    'attacker',
    'attack',
    'expected of the attacked exercise',
    'defence',
    'result',
  ];
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}
