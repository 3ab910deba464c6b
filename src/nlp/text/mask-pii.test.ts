import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { maskPii, type PiiKind } from './mask-pii.js';

test.each<[string, string]>([
  ['Write to ada.l+x@mail.example.org!', 'Write to [EMAIL]!'],
  ['<li@公司.cn> or a@b', '<li@公司.cn> or a@b'],
  ['from 192.168.0.1, v1.2.3.4.5 and 999.1.1.1', 'from [IP], v1.2.3.4.5 and 999.1.1.1'],
  ['call 555-867-5309 or (212) 555-0123.', 'call [PHONE] or [PHONE].'],
  ['+1 212 555 0123; +86 138 1234 5678', '[PHONE]; [PHONE]'],
  ['电话13812345678，座机010-12345678', '电话[PHONE]，座机[PHONE]'],
  ['card 4111 1111 1111 1111, not 4111 1111 1111 1112', 'card [CARD], not 4111 1111 1111 1112'],
  ['身份证11010519491231002X', '身份证[ID-NUMBER]'],
  ['SSN 078-05-1120, not 000-12-3456', 'SSN [SOCIAL-SECURITY], not 000-12-3456'],
  ['In 2024 it cost 1,234.50 for 12345678.', 'In 2024 it cost 1,234.50 for 12345678.'],
])('%s', (text, masked) => {
  expect(maskPii(text).text).toBe(masked);
});

test('an identity number with a wrong checksum is none', () => {
  expect(maskPii('110105194912310021').counts['id-number']).toBe(0);
});

test('counts what was masked, of the kinds that were asked for', () => {
  const text = 'a@example.org, b@example.org, 192.168.0.1';
  expect(maskPii(text).counts).toEqual({
    email: 2,
    ip: 1,
    'id-number': 0,
    'social-security': 0,
    card: 0,
    phone: 0,
  });
  expect(maskPii(text, { kinds: ['ip'] })).toEqual({
    text: 'a@example.org, b@example.org, [IP]',
    counts: { ip: 1 },
  });
  expect(() => maskPii(text, { kinds: ['name' as PiiKind] })).toThrow(
    'Expected `kinds` to be among email, ip, id-number, social-security, card, phone. Received: "name"',
  );
});

test('what is masked is masked for good', () => {
  const part = fc.constantFrom(
    'a@b.org',
    '10.0.0.1',
    '13812345678',
    '4111111111111111',
    ' ',
    'x',
    '7',
  );
  fc.assert(
    fc.property(fc.array(part), (parts) => {
      const { text } = maskPii(parts.join(' '));
      expect(maskPii(text).text).toBe(text);
    }),
  );
});
