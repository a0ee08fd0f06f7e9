import { type KeyboardEvent, type MouseEvent, type PointerEvent, useEffect, useRef, useState } from 'react';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { MovingImage } from '../../ui/MovingImage';
import { useMotion } from '../../ui/motion';
import { Spinner } from '../../ui/Spinner';
import { t } from '../../ui/text/text';
import { type Crop, mayMove, MIDDLE, MOST_ZOOM, movedBy, rectOf, zoomedTo } from './crop';
import styles from './CropDialog.module.css';

/** Width by height, and how wide the server keeps it at most. */
export interface CropShape {
  readonly aspect: number;
  readonly width: number;
}

interface CropDialogProps {
  readonly file: File;
  readonly shape: CropShape;
  readonly onUse: (file: File) => void;
  readonly onClose: () => void;
}

type Looked = { readonly kind: 'looking' } | { readonly kind: 'still'; readonly bitmap: ImageBitmap } | AsItIs;
/** Cannot or must not be cut here; the server takes its middle. */
type AsItIs = { readonly kind: 'moving' | 'unseen'; readonly url: string };

export function CropDialog({ file, shape, onUse, onClose }: CropDialogProps) {
  const looked = useLook(file);
  const moving = useMotion();
  const [crop, setCrop] = useState<Crop>(MIDDLE);
  const [busy, setBusy] = useState(false);
  const use = async (): Promise<void> => {
    setBusy(true);
    onUse(looked.kind === 'still' ? await cut(looked.bitmap, crop, shape, file) : file);
  };
  return (
    <Dialog
      title={t('picture.crop')}
      size="small"
      onClose={onClose}
      footer={
        <>
          <Button look="quiet" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button
            look="primary"
            busy={busy}
            disabled={looked.kind === 'looking'}
            data-testid="crop-use"
            onClick={() => void use()}
          >
            {t('picture.use')}
          </Button>
        </>
      }
    >
      <div className={styles['crop']} data-testid="crop" data-kind={looked.kind}>
        {looked.kind === 'looking' && <Spinner size={32} />}
        {looked.kind === 'still' && <CropArea bitmap={looked.bitmap} crop={crop} shape={shape} onCrop={setCrop} />}
        {looked.kind === 'moving' && (
          <>
            <div className={styles['area']} style={{ aspectRatio: String(shape.aspect) }}>
              <MovingImage url={looked.url} alt={file.name} moving={moving} />
            </div>
            <p>{t('picture.asItIs')}</p>
          </>
        )}
        {looked.kind === 'unseen' && <p>{t('picture.unseen')}</p>}
      </div>
    </Dialog>
  );
}

function useLook(file: File): Looked {
  const [looked, setLooked] = useState<Looked>({ kind: 'looking' });
  useEffect(() => {
    const url = URL.createObjectURL(file);
    let wanted = true;
    let bitmap: ImageBitmap | null = null;
    const look = async (): Promise<Looked> => {
      if (await mayMove(file)) return { kind: 'moving', url };
      bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
      return { kind: 'still', bitmap };
    };
    look()
      .catch((): Looked => ({ kind: 'unseen', url }))
      .then((found) => {
        if (wanted) setLooked(found);
        else bitmap?.close();
      })
      .catch(() => undefined);
    return () => {
      wanted = false;
      bitmap?.close();
      URL.revokeObjectURL(url);
    };
  }, [file]);
  return looked;
}

interface CropAreaProps {
  readonly bitmap: ImageBitmap;
  readonly crop: Crop;
  readonly shape: CropShape;
  readonly onCrop: (crop: Crop) => void;
}

const PREVIEW_WIDTH = 672;
const KEY_STEP = 0.05;

function CropArea({ bitmap, crop, shape, onCrop }: CropAreaProps) {
  const ref = useRef<HTMLCanvasElement>(null);
  const { aspect } = shape;
  useEffect(() => {
    if (ref.current) draw(ref.current, bitmap, crop, aspect);
  }, [bitmap, crop, aspect]);
  const move = (dx: number, dy: number): void => {
    onCrop(movedBy(crop, dx, dy, bitmap, aspect));
  };
  const dragged = useRef(false);
  /** Without dragging: what is clicked at comes to the middle. */
  const onClick = (event: MouseEvent<HTMLElement>): void => {
    const box = event.currentTarget.getBoundingClientRect();
    if (!dragged.current)
      move((event.clientX - box.left) / box.width - 0.5, (event.clientY - box.top) / box.height - 0.5);
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>): void => {
    if (event.buttons === 0) return;
    dragged.current ||= Math.abs(event.movementX) + Math.abs(event.movementY) > 0;
    const box = event.currentTarget.getBoundingClientRect();
    move(-event.movementX / box.width, -event.movementY / box.height);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const steps: Readonly<Record<string, readonly [number, number]>> = {
      ArrowLeft: [-1, 0],
      ArrowRight: [1, 0],
      ArrowUp: [0, -1],
      ArrowDown: [0, 1],
    };
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    move(step[0] * KEY_STEP, step[1] * KEY_STEP);
  };
  return (
    <>
      {/* An area that is moved by keys and by hand has no better role than this. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        className={styles['frame']}
        role="group"
        aria-label={t('picture.cropArea')}
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        data-testid="crop-area"
        onPointerDown={(event) => {
          dragged.current = false;
          event.currentTarget.setPointerCapture(event.pointerId);
        }}
        onClick={onClick}
        onPointerMove={onPointerMove}
        onKeyDown={onKeyDown}
      >
        <canvas
          ref={ref}
          width={PREVIEW_WIDTH}
          height={Math.round(PREVIEW_WIDTH / aspect)}
          className={styles['area']}
        />
      </div>
      <label className={styles['zoom']}>
        <span>{t('picture.zoom')}</span>
        <input
          type="range"
          min={1}
          max={MOST_ZOOM}
          step={0.05}
          value={crop.zoom}
          data-testid="crop-zoom"
          onChange={(event) => {
            onCrop(movedBy(zoomedTo(crop, event.target.valueAsNumber), 0, 0, bitmap, aspect));
          }}
        />
      </label>
    </>
  );
}

function draw(canvas: HTMLCanvasElement, bitmap: ImageBitmap, crop: Crop, aspect: number): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const { x, y, width, height } = rectOf(crop, bitmap, aspect);
  context.imageSmoothingQuality = 'high';
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.drawImage(bitmap, x, y, width, height, 0, 0, canvas.width, canvas.height);
}

/** As large as the server keeps it, never larger than it was. JPEG stays JPEG; all else may be see-through. */
async function cut(bitmap: ImageBitmap, crop: Crop, shape: CropShape, file: File): Promise<File> {
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(Math.min(shape.width, rectOf(crop, bitmap, shape.aspect).width)));
  canvas.height = Math.max(1, Math.round(canvas.width / shape.aspect));
  draw(canvas, bitmap, crop, shape.aspect);
  const type = file.type === 'image/jpeg' ? 'image/jpeg' : 'image/png';
  const blob = await new Promise<Blob | null>((resolve) => {
    canvas.toBlob(resolve, type, 0.92);
  });
  return blob ? new File([blob], file.name.replace(/\.\w+$/, type === 'image/jpeg' ? '.jpg' : '.png'), { type }) : file;
}
