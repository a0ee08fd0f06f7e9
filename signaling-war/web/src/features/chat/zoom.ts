/** How a picture lies in its window: the middle of the picture is `x`, `y` pixels from the middle of the window. */
export interface Zoom {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export const WHOLE: Zoom = { scale: 1, x: 0, y: 0 };
export const MOST = 8;

/** Nearer or farther by `factor`, so that the point under the pointer stays where it is. */
export function zoomed(zoom: Zoom, factor: number, at: { readonly x: number; readonly y: number }): Zoom {
  const scale = Math.min(MOST, Math.max(1, zoom.scale * factor));
  if (scale === 1) return WHOLE;
  const by = scale / zoom.scale;
  return { scale, x: at.x - (at.x - zoom.x) * by, y: at.y - (at.y - zoom.y) * by };
}

/** Moves it, but never so far that the window shows a border where there is picture left. */
export function moved(zoom: Zoom, dx: number, dy: number, picture: Size, window: Size): Zoom {
  const bound = (size: number, room: number): number => Math.max(0, (size * zoom.scale - room) / 2);
  const most = { x: bound(picture.width, window.width), y: bound(picture.height, window.height) };
  const clamp = (value: number, limit: number): number => Math.min(limit, Math.max(-limit, value));
  return { scale: zoom.scale, x: clamp(zoom.x + dx, most.x), y: clamp(zoom.y + dy, most.y) };
}
