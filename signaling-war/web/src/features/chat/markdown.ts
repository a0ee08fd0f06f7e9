/** A small Markdown: code blocks, code, bold, italic, strike, links and `:emojis:`. Everything else is text; HTML never is more. */
export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'bold' | 'italic' | 'strike'; readonly inside: readonly Inline[] }
  | { readonly kind: 'link'; readonly href: string }
  /** What looks like one; whether there is such an emoji is known where it is drawn. */
  | { readonly kind: 'emoji'; readonly name: string };

export type Block =
  | { readonly kind: 'paragraph'; readonly inside: readonly Inline[] }
  | { readonly kind: 'quote'; readonly inside: readonly Inline[] }
  | { readonly kind: 'codeBlock'; readonly text: string };

const FENCE = /```(?:[\w+-]*\n)?([\s\S]*?)```/g;
const INLINE =
  /(?<code>`[^`\n]+`)|(?<bold>\*\*(?=\S)[^*]+?(?<=\S)\*\*)|(?<italic>(?<![\w*])[*_](?=\S)[^*_\n]+?(?<=\S)[*_](?![\w*]))|(?<strike>~~(?=\S)[^~]+?(?<=\S)~~)|(?<link>https?:\/\/[^\s<>"]+)|(?<emoji>:\w{2,32}:)/;

export function parseRichText(text: string): readonly Block[] {
  const blocks: Block[] = [];
  let from = 0;
  for (const match of text.matchAll(FENCE)) {
    addParagraphs(blocks, text.slice(from, match.index));
    blocks.push({ kind: 'codeBlock', text: (match[1] ?? '').replace(/\n$/, '') });
    from = match.index + match[0].length;
  }
  addParagraphs(blocks, text.slice(from));
  return blocks;
}

function addParagraphs(blocks: Block[], text: string): void {
  const lines = text.replace(/^\n|\n$/g, '').split('\n');
  if (lines.length === 1 && lines[0] === '') return;
  let kind: 'paragraph' | 'quote' | null = null;
  let gathered: string[] = [];
  const flush = (): void => {
    if (kind !== null) blocks.push({ kind, inside: parseInline(gathered.join('\n')) });
    gathered = [];
  };
  for (const line of lines) {
    const next = line.startsWith('> ') ? 'quote' : 'paragraph';
    if (next !== kind) flush();
    kind = next;
    gathered.push(next === 'quote' ? line.slice(2) : line);
  }
  flush();
}

export function parseInline(text: string): readonly Inline[] {
  const parts: Inline[] = [];
  let rest = text;
  for (let match = INLINE.exec(rest); match; match = INLINE.exec(rest)) {
    if (match.index > 0) parts.push({ kind: 'text', text: rest.slice(0, match.index) });
    const whole = match[0];
    let used = whole.length;
    const { code, bold, italic, strike, emoji } = match.groups ?? {};
    if (code) parts.push({ kind: 'code', text: code.slice(1, -1) });
    else if (bold) parts.push({ kind: 'bold', inside: parseInline(bold.slice(2, -2)) });
    else if (italic) parts.push({ kind: 'italic', inside: parseInline(italic.slice(1, -1)) });
    else if (strike) parts.push({ kind: 'strike', inside: parseInline(strike.slice(2, -2)) });
    else if (emoji) parts.push({ kind: 'emoji', name: emoji.slice(1, -1) });
    else {
      // The full stop behind an address belongs to the sentence.
      const href = whole.replace(/[.,;:!?)\]'"]+$/, '');
      parts.push({ kind: 'link', href });
      used = href.length;
    }
    rest = rest.slice(match.index + used);
  }
  if (rest !== '') parts.push({ kind: 'text', text: rest });
  return parts;
}

/** Whether the text is nothing but a few emojis of this server, which may then be large. */
export function areEmojisAlone(text: string, known: ReadonlyMap<string, unknown>): boolean {
  const words = text.trim().match(/:\w{2,32}:|\S+/g) ?? [];
  return words.length > 0 && words.length <= 12 && words.every((word) => isKnown(word, known));
}

function isKnown(word: string, known: ReadonlyMap<string, unknown>): boolean {
  return word.startsWith(':') && word.endsWith(':') && known.has(word.slice(1, -1));
}
