import { Fragment, type ReactNode, useContext } from 'react';
import { EmojiImage } from '../../ui/EmojiImage';
import { Pictures } from '../../ui/pictures';
import styles from './RichText.module.css';
import { areEmojisAlone, type Block, type Inline, parseRichText } from './markdown';

export function RichText({ text, after }: { readonly text: string; readonly after?: ReactNode }) {
  const { emojis } = useContext(Pictures);
  const blocks = parseRichText(text);
  return (
    <div
      className={styles['text']}
      data-testid="message-text"
      data-large={areEmojisAlone(text, emojis) ? true : undefined}
    >
      {blocks.map((block, index) => (
        // Blocks are made anew from the text each time; their place is their identity.
        <Fragment key={index}>{drawBlock(block, index === blocks.length - 1 ? after : null)}</Fragment>
      ))}
    </div>
  );
}

function drawBlock(block: Block, after: ReactNode): ReactNode {
  switch (block.kind) {
    case 'codeBlock':
      return (
        <>
          <pre>
            <code>{block.text}</code>
          </pre>
          {after}
        </>
      );
    case 'quote':
      return <blockquote>{drawInline(block.inside)}</blockquote>;
    case 'paragraph':
      return (
        <p>
          {drawInline(block.inside)}
          {after}
        </p>
      );
  }
}

function drawInline(parts: readonly Inline[]): ReactNode {
  return parts.map((part, index) => <Fragment key={index}>{drawPart(part)}</Fragment>);
}

function drawPart(part: Inline): ReactNode {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'code':
      return <code>{part.text}</code>;
    case 'bold':
      return <strong>{drawInline(part.inside)}</strong>;
    case 'italic':
      return <em>{drawInline(part.inside)}</em>;
    case 'strike':
      return <s>{drawInline(part.inside)}</s>;
    case 'emoji':
      return <EmojiImage name={part.name} />;
    case 'link':
      return (
        <a href={part.href} target="_blank" rel="noopener noreferrer nofollow">
          {part.href}
        </a>
      );
  }
}
