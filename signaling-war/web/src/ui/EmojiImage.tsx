import { useContext } from 'react';
import styles from './EmojiImage.module.css';
import { MovingImage } from './MovingImage';
import { useMotion } from './motion';
import { Pictures, usePicture } from './pictures';

/** One of the server's own emojis, as high as the text; its name when there is none, or its picture cannot be had. */
export function EmojiImage({ name }: { readonly name: string }) {
  const { emojis } = useContext(Pictures);
  const moving = useMotion();
  const emoji = emojis.get(name);
  const shown = emoji?.state === 'done' ? emoji.fileId : null;
  const url = usePicture(shown, false);
  const words = `:${name}:`;
  if (url === null) return <>{words}</>;
  return (
    <span className={styles['emoji']} title={words} data-testid="emoji">
      {url !== undefined && <MovingImage url={url} alt={words} moving={moving || emoji?.animated !== true} />}
    </span>
  );
}

/** `:name:` and nothing else, as reactions keep it; null for any other text. */
export function emojiName(text: string): string | null {
  return /^:(\w{2,32}):$/.exec(text)?.[1] ?? null;
}
