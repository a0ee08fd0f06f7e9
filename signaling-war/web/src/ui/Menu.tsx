import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { classes } from './classes';
import { Icon, type IconName } from './Icon';
import styles from './Menu.module.css';

export interface MenuItem {
  readonly label: string;
  readonly icon?: IconName;
  readonly danger?: boolean;
  readonly run: () => void;
}

export interface MenuAt {
  readonly x: number;
  readonly y: number;
}

interface MenuProps {
  readonly label: string;
  readonly items: readonly (MenuItem | 'line')[];
  readonly at: MenuAt;
  readonly header?: ReactNode;
  readonly onClose: () => void;
}

/** A menu at a point of the window; arrows, Home, End and Escape as the ARIA practices say. */
export function Menu({ label, items, at, header, onClose }: MenuProps) {
  const ref = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState<MenuAt>(at);

  useLayoutEffect(() => {
    const box = ref.current?.getBoundingClientRect();
    if (!box) return;
    setPlace({
      x: Math.max(8, Math.min(at.x, window.innerWidth - box.width - 8)),
      y: Math.max(8, Math.min(at.y, window.innerHeight - box.height - 8)),
    });
  }, [at]);

  useEffect(() => {
    const before = document.activeElement;
    (ref.current?.querySelector<HTMLElement>('[role=menuitem]') ?? ref.current)?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);

  const move = (event: KeyboardEvent): void => {
    const entries = [...(ref.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
    const now = entries.indexOf(document.activeElement as HTMLElement);
    const next = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: -1 }[event.key];
    if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault();
      event.stopPropagation();
      onClose();
    } else if (next !== undefined) {
      event.preventDefault();
      entries.at(next % entries.length)?.focus();
    }
  };

  return createPortal(
    <>
      <div className={styles['backdrop']} onPointerDown={onClose} role="presentation" />
      <div
        ref={ref}
        role="menu"
        aria-label={label}
        tabIndex={-1}
        className={styles['menu']}
        style={{ left: place.x, top: place.y }}
        onKeyDown={move}
      >
        {header}
        {items.map((item, index) =>
          item === 'line' ? (
            <div key={`line-${String(index)}`} className={styles['line']} role="separator" />
          ) : (
            <button
              key={item.label}
              type="button"
              role="menuitem"
              className={classes(styles['item'], item.danger === true && styles['danger'])}
              onClick={() => {
                onClose();
                item.run();
              }}
            >
              <span>{item.label}</span>
              {item.icon && <Icon name={item.icon} size={16} />}
            </button>
          ),
        )}
      </div>
    </>,
    document.querySelector('dialog[open]') ?? document.body,
  );
}
