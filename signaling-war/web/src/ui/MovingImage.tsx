import { useEffect, useRef } from 'react';

interface MovingImageProps {
  readonly url: string;
  readonly alt: string;
  readonly moving: boolean;
  readonly className?: string | undefined;
  /** The browser cannot decode it. */
  readonly onError?: () => void;
}

/** An animated picture that can stand still: browsers have no switch for that, a canvas keeps the first frame. */
export function MovingImage({ moving, ...image }: MovingImageProps) {
  if (!moving) return <FirstFrame {...image} />;
  const { url, alt, className, onError } = image;
  return <img src={url} alt={alt} className={className} draggable={false} onError={onError} />;
}

function FirstFrame({ url, alt, className, onError }: Omit<MovingImageProps, 'moving'>) {
  const ref = useRef<HTMLCanvasElement>(null);
  const failed = useRef(onError);
  useEffect(() => {
    failed.current = onError;
  }, [onError]);
  useEffect(() => {
    const image = new Image();
    image.onload = (): void => {
      const canvas = ref.current;
      if (!canvas) return;
      canvas.width = image.naturalWidth;
      canvas.height = image.naturalHeight;
      canvas.getContext('2d')?.drawImage(image, 0, 0);
    };
    image.onerror = (): void => failed.current?.();
    image.src = url;
    return () => {
      image.onload = null;
      image.onerror = null;
    };
  }, [url]);
  // A canvas on which nothing can be done but look is a picture.
  // eslint-disable-next-line jsx-a11y/no-interactive-element-to-noninteractive-role
  return <canvas ref={ref} role="img" aria-label={alt} aria-hidden={alt === '' || undefined} className={className} />;
}
