import { useEffect, useRef } from 'react';
import type { Tile, TileVideo } from '../../media/VoiceCall';
import { Avatar } from '../../ui/Avatar';
import { classes } from '../../ui/classes';
import { Icon } from '../../ui/Icon';
import { t } from '../../ui/text/text';
import styles from './VoiceTile.module.css';

interface VoiceTileProps {
  readonly tile: Tile;
  readonly focused: boolean;
  /** In the shelf beside a focused one. */
  readonly small?: boolean;
  readonly onFocus: (tile: Tile) => void;
}

export function VoiceTile({ tile, focused, small = false, onFocus }: VoiceTileProps) {
  const screen = tile.kind === 'screen';
  const name = screen ? t('voice.screenOf', { name: tile.name }) : tile.name;
  const facts = [
    name,
    tile.speaking && t('voice.speaking'),
    tile.muted && t('voice.muted'),
    tile.weak && t('voice.weak'),
  ];
  return (
    <button
      type="button"
      className={classes(styles['tile'], tile.speaking && styles['speaking'], screen && styles['screen'])}
      aria-label={`${facts.filter(Boolean).join(', ')}. ${focused ? t('voice.unfocus') : t('voice.focus', { name })}`}
      aria-pressed={focused}
      data-testid={`tile-${tile.kind}`}
      data-identity={tile.identity}
      data-local={tile.local}
      onClick={() => {
        onFocus(tile);
      }}
    >
      {tile.video ? (
        <Video key={tile.video.key} video={tile.video} mirrored={tile.local && !screen} />
      ) : (
        <Avatar id={tile.identity} name={tile.name} size={focused ? 112 : small ? 40 : 72} />
      )}
      <span className={styles['label']}>
        {tile.weak && <Icon name="warning" size={14} />}
        {tile.muted && <Icon name="microphoneOff" size={14} />}
        {screen && <Icon name="screen" size={14} />}
        <span>{name}</span>
        {tile.local && !screen && <small>{t('member.you')}</small>}
      </span>
    </button>
  );
}

function Video({ video, mirrored }: { readonly video: TileVideo; readonly mirrored: boolean }) {
  const ref = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const element = ref.current;
    if (!element) return undefined;
    video.attach(element);
    return () => {
      video.detach(element);
    };
  }, [video]);
  return <video ref={ref} className={classes(mirrored && styles['mirrored'])} autoPlay playsInline muted />;
}
