import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import type { MenuAt } from './Menu';
import styles from './Popover.module.css';

interface PopoverProps {
  readonly label: string;
  readonly at: MenuAt;
  readonly above: boolean;
  readonly children: ReactNode;
  readonly onKeyDown?: (event: KeyboardEvent) => void;
  readonly onClose: () => void;
}

/** A small window of its own at a point; Escape or a click beside it closes, and the focus goes back. */
export function Popover({ label, at, above, children, onKeyDown, onClose }: PopoverProps) {
  const ref = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState<MenuAt>(at);
  useLayoutEffect(() => {
    const box = ref.current?.getBoundingClientRect();
    if (!box) return;
    setPlace({
      x: Math.max(8, Math.min(at.x, window.innerWidth - box.width - 8)),
      y: Math.max(8, Math.min(above ? at.y - box.height : at.y, window.innerHeight - box.height - 8)),
    });
  }, [at, above]);
  useEffect(() => {
    const before = document.activeElement;
    ref.current?.querySelector<HTMLElement>('input, button')?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return createPortal(
    <>
      <div className={styles['backdrop']} onPointerDown={onClose} role="presentation" />
      {/* Keys reach the window as a whole, whatever in it has the focus. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        ref={ref}
        role="dialog"
        aria-modal="true"
        aria-label={label}
        tabIndex={-1}
        className={styles['popover']}
        style={{ left: place.x, top: place.y }}
        onKeyDown={(event) => {
          if (event.key === 'Escape' || event.key === 'Tab') {
            event.preventDefault();
            event.stopPropagation();
            onClose();
          } else onKeyDown?.(event);
        }}
      >
        {children}
      </div>
    </>,
    document.querySelector('dialog[open]') ?? document.body,
  );
}
