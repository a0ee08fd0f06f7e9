import { type SyntheticEvent, useEffect, useRef, useState } from 'react';
import type { Attachment } from '../../protocol/model';
import { classes } from '../../ui/classes';
import { usePicture, useStream } from '../../ui/pictures';
import { Spinner } from '../../ui/Spinner';
import { t } from '../../ui/text/text';
import styles from './Attachments.module.css';

interface PlayerProps {
  readonly attachment: Attachment;
  readonly video: boolean;
}

/** Plays piece by piece, from wherever one likes; only its head is fetched, and that when it comes into sight. */
export function StreamPlayer({ attachment, video }: PlayerProps) {
  const ref = useRef<HTMLDivElement>(null);
  const near = useNear(ref);
  const address = useStream(attachment.file_id);
  return (
    <div ref={ref} className={classes(styles['player'], video && styles['film'])} data-testid="player">
      <MediaElement attachment={attachment} video={video} url={near ? address : null} begins={false} />
    </div>
  );
}

/** Where pieces cannot be had, all of it is fetched, and only when it is asked for. */
export function WholePlayer({ attachment, video }: PlayerProps) {
  const url = usePicture(attachment.file_id, false);
  if (url === undefined) return <Spinner />;
  if (url === null) return <p role="status">{t('upload.playBroken')}</p>;
  return (
    <div className={classes(styles['player'], video && styles['film'])} data-testid="player">
      <MediaElement attachment={attachment} video={video} url={url} begins />
    </div>
  );
}

interface MediaElementProps extends PlayerProps {
  readonly url: string | null;
  readonly begins: boolean;
}

function MediaElement({ attachment, video, url, begins }: MediaElementProps) {
  const [trouble, setTrouble] = useState<'away' | 'unknown' | null>(null);
  if (trouble === 'unknown') return <p role="status">{t('upload.notPlayable')}</p>;
  if (trouble === 'away') {
    return (
      <p role="status">
        {t('upload.playBroken')}{' '}
        <button
          type="button"
          onClick={() => {
            setTrouble(null);
          }}
        >
          {t('upload.playAgain')}
        </button>
      </p>
    );
  }
  const common = {
    ...(url !== null && { src: url }),
    controls: true,
    autoPlay: begins,
    preload: 'metadata',
    'aria-label': attachment.name,
    onError: ({ currentTarget }: SyntheticEvent<HTMLMediaElement>) => {
      setTrouble(currentTarget.error?.code === MediaError.MEDIA_ERR_NETWORK ? 'away' : 'unknown');
    },
  } as const;
  // What members send has no captions.
  // eslint-disable-next-line jsx-a11y/media-has-caption
  return video ? <video {...common} playsInline /> : <audio {...common} />;
}

/** True from the first time on that it is in sight, or nearly. */
function useNear(ref: React.RefObject<HTMLElement | null>): boolean {
  const [near, setNear] = useState(false);
  useEffect(() => {
    const element = ref.current;
    if (!element) return undefined;
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        setNear(true);
        observer.disconnect();
      },
      { rootMargin: '200px' },
    );
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, [ref]);
  return near;
}
