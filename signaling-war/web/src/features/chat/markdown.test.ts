import { expect, test } from 'vitest';
import { parseInline, parseRichText } from './markdown';

test('marks become kinds, and everything else stays text', () => {
  expect(parseInline('a **b** _c_ `d*e*` ~~f~~')).toEqual([
    { kind: 'text', text: 'a ' },
    { kind: 'bold', inside: [{ kind: 'text', text: 'b' }] },
    { kind: 'text', text: ' ' },
    { kind: 'italic', inside: [{ kind: 'text', text: 'c' }] },
    { kind: 'text', text: ' ' },
    { kind: 'code', text: 'd*e*' },
    { kind: 'text', text: ' ' },
    { kind: 'strike', inside: [{ kind: 'text', text: 'f' }] },
  ]);
});

test.each(['snake_case_name', '2 * 3 * 4', '**', '__init__x', 'a*b*c', '<b>no</b>'])('%s is plain text', (text) => {
  const parts = parseInline(text);
  expect(parts.map((part) => ('text' in part ? part.text : '?')).join('')).toBe(text);
});

test('the stop behind an address is not part of it', () => {
  expect(parseInline('see https://example.org/a?b=1.')).toEqual([
    { kind: 'text', text: 'see ' },
    { kind: 'link', href: 'https://example.org/a?b=1' },
    { kind: 'text', text: '.' },
  ]);
});

test('only http addresses become links', () => {
  expect(parseInline('javascript:alert(1)')).toEqual([{ kind: 'text', text: 'javascript:alert(1)' }]);
});

test('code blocks keep their text, quotes lose their marks', () => {
  expect(parseRichText('before\n```js\nlet a = **1**;\n```\n> said\nafter')).toEqual([
    { kind: 'paragraph', inside: [{ kind: 'text', text: 'before' }] },
    { kind: 'codeBlock', text: 'let a = **1**;' },
    { kind: 'quote', inside: [{ kind: 'text', text: 'said' }] },
    { kind: 'paragraph', inside: [{ kind: 'text', text: 'after' }] },
  ]);
});

test('a long hostile text is parsed in no time', () => {
  const started = performance.now();
  parseRichText('**a'.repeat(1300));
  parseRichText('_'.repeat(4000));
  parseRichText('`'.repeat(3999));
  parseRichText('https://'.repeat(500));
  expect(performance.now() - started).toBeLessThan(500);
});
