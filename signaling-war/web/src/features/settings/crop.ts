export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Which part of a picture is taken: how near, and around which point of it, both in parts of 1. */
export interface Crop {
  readonly zoom: number;
  readonly x: number;
  readonly y: number;
}

export interface Rect extends Size {
  readonly x: number;
  readonly y: number;
}

export const MIDDLE: Crop = { zoom: 1, x: 0.5, y: 0.5 };
export const MOST_ZOOM = 5;

/** The part in pixels of the picture. `aspect` is width by height; the part never leaves the picture. */
export function rectOf(crop: Crop, picture: Size, aspect: number): Rect {
  const wide = picture.width / picture.height > aspect;
  const width = (wide ? picture.height * aspect : picture.width) / crop.zoom;
  const height = width / aspect;
  const place = (middle: number, part: number, whole: number): number =>
    Math.min(whole - part, Math.max(0, middle * whole - part / 2));
  return { x: place(crop.x, width, picture.width), y: place(crop.y, height, picture.height), width, height };
}

/** Moves the part by parts of its own size, as far as there is picture. */
export function movedBy(crop: Crop, dx: number, dy: number, picture: Size, aspect: number): Crop {
  const rect = rectOf(crop, picture, aspect);
  const x = (rect.x + rect.width / 2 + dx * rect.width) / picture.width;
  const y = (rect.y + rect.height / 2 + dy * rect.height) / picture.height;
  const kept = rectOf({ ...crop, x, y }, picture, aspect);
  return {
    zoom: crop.zoom,
    x: (kept.x + kept.width / 2) / picture.width,
    y: (kept.y + kept.height / 2) / picture.height,
  };
}

export function zoomedTo(crop: Crop, zoom: number): Crop {
  return { ...crop, zoom: Math.min(MOST_ZOOM, Math.max(1, zoom)) };
}

/** What a canvas would kill: GIF always, WebP when its header says so (VP8X, animation flag). */
export async function mayMove(file: Blob): Promise<boolean> {
  if (file.type === 'image/gif') return true;
  const head = new Uint8Array(await file.slice(0, 21).arrayBuffer());
  const text = String.fromCharCode(...head.slice(0, 16));
  return text.startsWith('RIFF') && text.endsWith('WEBPVP8X') && ((head[20] ?? 0) & 2) !== 0;
}
