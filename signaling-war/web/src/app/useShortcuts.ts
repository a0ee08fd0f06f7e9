import { useEffect } from 'react';

interface Shortcuts {
  readonly switcher: () => void;
  readonly mute: () => void;
  readonly closeDrawer: () => void;
}

/** Ctrl or Cmd + K, M, Escape. */
export function useShortcuts({ switcher, mute, closeDrawer }: Shortcuts): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const bare = !event.ctrlKey && !event.metaKey && !event.altKey;
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        switcher();
      } else if (bare && event.key.toLowerCase() === 'm' && !isTyping(event.target)) {
        mute();
      } else if (event.key === 'Escape') {
        closeDrawer();
      }
    };
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onKey);
    };
  }, [switcher, mute, closeDrawer]);
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('input, textarea, select') || target.closest('dialog') !== null)
  );
}
