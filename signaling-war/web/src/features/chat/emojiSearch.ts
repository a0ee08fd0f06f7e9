/** What people answer with; content, not decoration of ours. */
export const COMMON_EMOJIS: readonly { readonly src: string; readonly names: readonly string[] }[] = [
  { src: '👍', names: ['thumbs_up', 'yes'] },
  { src: '❤️', names: ['heart', 'love'] },
  { src: '😂', names: ['joy', 'laugh'] },
  { src: '😮', names: ['astonished', 'wow'] },
  { src: '😢', names: ['sad', 'cry'] },
  { src: '🎉', names: ['party', 'tada'] },
  { src: '🙏', names: ['thanks', 'please'] },
  { src: '🔥', names: ['fire'] },
  { src: '👀', names: ['eyes'] },
  { src: '✅', names: ['done', 'check'] },
  { src: '🤔', names: ['thinking'] },
  { src: '👏', names: ['clap'] },
  { src: '💯', names: ['hundred'] },
  { src: '☕', names: ['coffee'] },
  { src: '🌱', names: ['seedling'] },
  { src: '👋', names: ['wave', 'hello'] },
];

/** Names that begin with the letters come first, then those that have them inside. */
export function matchingEmojis(sought: string, names: Iterable<string>): readonly string[] {
  const letters = sought.trim().toLowerCase().replaceAll(':', '');
  const found = [...names].filter((name) => name.toLowerCase().includes(letters));
  const begins = (name: string): number => (name.toLowerCase().startsWith(letters) ? 0 : 1);
  return found.sort((a, b) => begins(a) - begins(b) || a.localeCompare(b));
}

export interface Suggestions {
  /** Where the name begins, at its colon. */
  readonly from: number;
  readonly names: readonly string[];
}

const MOST = 8;

/** What `:na|` before the caret may become; two letters at least, since `:D` is no name. */
export function suggestionsFor(text: string, caret: number, names: Iterable<string>): Suggestions | null {
  const begun = /(?:^|[^\w:]):(\w{2,32})$/.exec(text.slice(0, caret))?.[1];
  if (begun === undefined) return null;
  const found = matchingEmojis(begun, names).slice(0, MOST);
  return found.length > 0 ? { from: caret - begun.length - 1, names: found } : null;
}

/** The text with `what` in place of `from` to `to`, and where the caret stands then. */
export function inserted(text: string, from: number, to: number, what: string): { text: string; caret: number } {
  const before = text.slice(0, from);
  const after = text.slice(to);
  const space = after.startsWith(' ') ? '' : ' ';
  return { text: `${before}${what}${space}${after}`, caret: before.length + what.length + 1 };
}
