import { type PointerEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { moved, WHOLE, type Zoom, zoomed } from './zoom';

interface Point {
  readonly x: number;
  readonly y: number;
}

const WHEEL_STEP = 1.2;

/** Wheel, drag and two fingers on a picture in the middle of a stage. */
export function useZoom(stageRef: RefObject<HTMLElement | null>) {
  const [zoom, setZoom] = useState<Zoom>(WHOLE);
  const fingers = useRef(new Map<number, Point>());
  const dragged = useRef(false);

  const change = (make: (zoom: Zoom) => Zoom, dx = 0, dy = 0): void => {
    const stage = stageRef.current;
    const picture = stage?.querySelector('img, canvas');
    if (!stage || !(picture instanceof HTMLElement)) return;
    const room = { width: stage.clientWidth, height: stage.clientHeight };
    // `offsetWidth` knows nothing of the transform, and so it is the size at scale 1.
    const size = { width: picture.offsetWidth, height: picture.offsetHeight };
    setZoom((now) => moved(make(now), dx, dy, size, room));
  };
  const by = (factor: number, at: Point = { x: 0, y: 0 }): void => {
    change((now) => zoomed(now, factor, at));
  };
  const pan = (dx: number, dy: number): void => {
    change((now) => now, dx, dy);
  };

  const onWheel = useRef<(event: WheelEvent) => void>(() => undefined);
  useEffect(() => {
    onWheel.current = (event): void => {
      event.preventDefault();
      by(event.deltaY < 0 ? WHEEL_STEP : 1 / WHEEL_STEP, fromMiddle(stageRef.current, event));
    };
  });
  useEffect(() => {
    const stage = stageRef.current;
    const listener = (event: WheelEvent): void => {
      onWheel.current(event);
    };
    // React listens to wheels passively, and a passive listener cannot keep the page from scrolling.
    stage?.addEventListener('wheel', listener, { passive: false });
    return () => {
      stage?.removeEventListener('wheel', listener);
    };
  }, [stageRef]);

  const onPointerMove = (event: PointerEvent): void => {
    const before = fingers.current.get(event.pointerId);
    if (!before) return;
    const now = { x: event.clientX, y: event.clientY };
    const other = [...fingers.current].find(([id]) => id !== event.pointerId)?.[1];
    if (Math.abs(now.x - before.x) + Math.abs(now.y - before.y) > 2) dragged.current = true;
    if (other) by(distance(now, other) / Math.max(1, distance(before, other)), fromMiddle(stageRef.current, event));
    else pan(now.x - before.x, now.y - before.y);
    fingers.current.set(event.pointerId, now);
  };
  return {
    zoom,
    by,
    pan,
    reset: () => {
      setZoom(WHOLE);
    },
    /** Whether the click that ends now was the end of a drag. */
    wasDragged: () => dragged.current,
    handlers: {
      onPointerDown: (event: PointerEvent): void => {
        dragged.current = false;
        fingers.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
      },
      onPointerMove,
      onPointerUp: (event: PointerEvent): void => {
        fingers.current.delete(event.pointerId);
      },
      onPointerCancel: (event: PointerEvent): void => {
        fingers.current.delete(event.pointerId);
      },
      onPointerLeave: (event: PointerEvent): void => {
        fingers.current.delete(event.pointerId);
      },
    },
  };
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

function fromMiddle(stage: HTMLElement | null, event: { readonly clientX: number; readonly clientY: number }): Point {
  const box = stage?.getBoundingClientRect();
  return box
    ? { x: event.clientX - box.left - box.width / 2, y: event.clientY - box.top - box.height / 2 }
    : { x: 0, y: 0 };
}
