import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import styles from './Button.module.css';
import { Icon, type IconName } from './Icon';
import { Spinner } from './Spinner';
import { classes } from './classes';

type Native = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'children' | 'aria-label' | 'title'>;

interface ButtonProps extends Native {
  readonly children: ReactNode;
  readonly look?: 'primary' | 'plain' | 'quiet' | 'danger';
  readonly icon?: IconName;
  readonly busy?: boolean;
  readonly wide?: boolean;
}

export function Button({
  children,
  look = 'plain',
  icon,
  busy = false,
  wide = false,
  disabled,
  ...native
}: ButtonProps) {
  return (
    <button
      type="button"
      {...native}
      className={classes(styles['button'], styles[look], wide && styles['wide'])}
      disabled={disabled === true || busy}
      aria-busy={busy}
    >
      {busy ? <Spinner size={16} /> : icon && <Icon name={icon} size={16} />}
      <span>{children}</span>
    </button>
  );
}

interface IconButtonProps extends Native {
  readonly icon: IconName;
  /** What it does; spoken and shown as a tip. */
  readonly label: string;
  readonly size?: 'small' | 'normal' | 'large';
  readonly look?: 'quiet' | 'filled' | 'on' | 'danger';
  readonly tip?: 'above' | 'below' | 'none';
  readonly ref?: Ref<HTMLButtonElement>;
}

export function IconButton({
  icon,
  label,
  size = 'normal',
  look = 'quiet',
  tip = 'above',
  ref,
  ...native
}: IconButtonProps) {
  return (
    <button
      type="button"
      {...native}
      ref={ref}
      className={classes(styles['icon'], styles[size], styles[`icon-${look}`])}
      aria-label={label}
      data-tip={tip === 'none' ? undefined : label}
      data-tip-side={tip}
    >
      <Icon name={icon} size={size === 'small' ? 16 : 20} />
    </button>
  );
}
