import { useEffect, useRef } from 'react';

interface MovingImageProps {
  readonly url: string;
  readonly alt: string;
  readonly moving: boolean;
  readonly className?: string | undefined;
}

/** An animated picture that can stand still: browsers have no switch for that, a canvas keeps the first frame. */
export function MovingImage({ url, alt, moving, className }: MovingImageProps) {
  return moving ? (
    <img src={url} alt={alt} className={className} draggable={false} />
  ) : (
    <FirstFrame url={url} alt={alt} className={className} />
  );
}

function FirstFrame({ url, alt, className }: Omit<MovingImageProps, 'moving'>) {
  const ref = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const image = new Image();
    image.onload = (): void => {
      const canvas = ref.current;
      if (!canvas) return;
      canvas.width = image.naturalWidth;
      canvas.height = image.naturalHeight;
      canvas.getContext('2d')?.drawImage(image, 0, 0);
    };
    image.src = url;
    return () => {
      image.onload = null;
    };
  }, [url]);
  return (
    <span role="img" aria-label={alt} className={className}>
      <canvas ref={ref} />
    </span>
  );
}
