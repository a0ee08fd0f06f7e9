import { useContext } from 'react';
import styles from './Avatar.module.css';
import { classes } from './classes';
import { useMotion } from './motion';
import { Pictures, usePicture } from './pictures';

/** Up to here the thumbnail has enough pixels, also on a dense screen. */
const THUMB_UP_TO = 64;

/** Warm hues that stay apart from each other and from the colours that mean something. */
const HUES = [18, 38, 62, 96, 162, 198, 232, 268, 316, 346] as const;

interface AvatarProps {
  readonly id: string;
  readonly name: string;
  readonly size?: number;
  readonly status?: 'online' | 'offline';
  readonly speaking?: boolean;
  /** Where it is looked at for its own sake, an animated face moves, if pictures may. */
  readonly moves?: boolean;
}

/** A member's face; without one, initials on a colour that is always the same for the same member. */
export function Avatar({ id, name, size = 32, status, speaking = false, moves = false }: AvatarProps) {
  const { faces } = useContext(Pictures);
  const motion = useMotion();
  const face = usePicture(faces.get(id), !motion || (!moves && size <= THUMB_UP_TO));
  const hue = HUES[hash(id) % HUES.length] ?? 18;
  return (
    <span
      className={classes(styles['avatar'], speaking && styles['speaking'])}
      style={{ width: size, height: size, fontSize: Math.round(size * 0.4), '--hue': hue } as React.CSSProperties}
      aria-hidden="true"
    >
      {face ? <img className={styles['face']} src={face} alt="" data-testid="face" /> : initials(name)}
      {status && <span className={classes(styles['status'], styles[status])} />}
    </span>
  );
}

export function initials(name: string): string {
  const words = name
    .trim()
    .split(/[\s._-]+/u)
    .filter((word) => word !== '');
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return letters.map((word) => [...(word ?? '?')][0]?.toLocaleUpperCase() ?? '').join('');
}

function hash(text: string): number {
  let value = 2166136261;
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 16777619);
  return value >>> 0;
}
