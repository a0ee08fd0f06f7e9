import { decode, isBlurhashValid } from 'blurhash';
import { useEffect, useRef } from 'react';

/** A blur hash holds a dozen waves at most; more pixels would show nothing more. */
const SIDE = 32;

/** What a picture will roughly look like, as https://blurha.sh; nothing when there is no valid hash. */
export function BlurHash({ hash, className }: { readonly hash: string; readonly className?: string | undefined }) {
  const ref = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = ref.current?.getContext('2d');
    if (!context || !isBlurhashValid(hash).result) return;
    const image = context.createImageData(SIDE, SIDE);
    image.data.set(decode(hash, SIDE, SIDE));
    context.putImageData(image, 0, 0);
  }, [hash]);
  return (
    <canvas ref={ref} width={SIDE} height={SIDE} className={className} aria-hidden="true" data-testid="blur-hash" />
  );
}
