import { useEffect, useRef, useState } from 'react';
import type { DeviceChoice, DeviceKind } from '../../media/DeviceChoice';
import { MicrophoneMeter } from '../../media/MicrophoneMeter';
import { Button } from '../../ui/Button';
import { SelectField } from '../../ui/Field';
import { t } from '../../ui/text/text';
import { useReadable } from '../../ui/useReadable';
import styles from './DeviceSettings.module.css';

interface DeviceSettingsProps {
  readonly devices: DeviceChoice;
  readonly onDevice: (kind: DeviceKind, id: string) => void;
}

export function DeviceSettings({ devices, onDevice }: DeviceSettingsProps) {
  const known = useReadable(devices.devices);
  const chosen = useReadable(devices.chosen);
  useEffect(() => {
    void devices.refresh();
  }, [devices]);
  const field = (kind: DeviceKind, label: string) => (
    <SelectField
      label={label}
      value={chosen[kind] ?? ''}
      options={[
        { value: '', label: t('settings.systemDevice') },
        ...known[kind]
          .filter((device) => device.id !== 'default')
          .map(({ id, label: name }) => ({ value: id, label: name })),
      ]}
      onChange={(event) => {
        onDevice(kind, event.target.value);
      }}
    />
  );
  return (
    <div className={styles['devices']}>
      {field('audioinput', t('settings.microphone'))}
      <MicrophoneTest deviceId={chosen.audioinput} onAllowed={() => void devices.refresh()} />
      {field('audiooutput', t('settings.speakers'))}
      {field('videoinput', t('settings.camera'))}
      <CameraPreview deviceId={chosen.videoinput} onAllowed={() => void devices.refresh()} />
    </div>
  );
}

interface TestProps {
  readonly deviceId: string | undefined;
  readonly onAllowed: () => void;
}

function MicrophoneTest({ deviceId, onAllowed }: TestProps) {
  const [meter, setMeter] = useState<MicrophoneMeter | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => () => meter?.close(), [meter]);
  const start = async (): Promise<void> => {
    const started = new MicrophoneMeter();
    setFailed(false);
    try {
      await started.start(deviceId);
      setMeter(started);
      onAllowed();
    } catch {
      setFailed(true);
    }
  };
  return (
    <div className={styles['test']}>
      <Button
        data-testid="microphone-test"
        onClick={() => {
          if (meter) setMeter(null);
          else void start();
        }}
      >
        {meter ? t('settings.stopTest') : t('settings.testMicrophone')}
      </Button>
      {meter ? <Level meter={meter} /> : <div className={styles['meter']} />}
      {failed && <p role="alert">{t('settings.deviceFailed')}</p>}
    </div>
  );
}

function Level({ meter }: { readonly meter: MicrophoneMeter }) {
  const level = useReadable(meter.level);
  return (
    <div
      className={styles['meter']}
      role="meter"
      aria-label={t('settings.level')}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(level * 100)}
      data-testid="microphone-level"
    >
      <span style={{ scale: `${String(level)} 1` }} />
    </div>
  );
}

function CameraPreview({ deviceId, onAllowed }: TestProps) {
  const [stream, setStream] = useState<MediaStream | null>(null);
  const [failed, setFailed] = useState(false);
  const ref = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (ref.current) ref.current.srcObject = stream;
    return () => {
      stream?.getTracks().forEach((track) => {
        track.stop();
      });
    };
  }, [stream]);
  const start = async (): Promise<void> => {
    setFailed(false);
    try {
      const video = deviceId === undefined || deviceId === '' ? true : { deviceId: { ideal: deviceId } };
      setStream(await navigator.mediaDevices.getUserMedia({ video }));
      onAllowed();
    } catch {
      setFailed(true);
    }
  };
  return (
    <div className={styles['camera']}>
      <div className={styles['preview']}>
        {stream && (
          <video
            ref={ref}
            autoPlay
            playsInline
            muted
            aria-label={t('settings.previewOf')}
            data-testid="camera-preview"
          />
        )}
      </div>
      <Button
        data-testid="camera-test"
        onClick={() => {
          if (stream) setStream(null);
          else void start();
        }}
      >
        {stream ? t('settings.stopPreview') : t('settings.preview')}
      </Button>
      {failed && <p role="alert">{t('settings.deviceFailed')}</p>}
    </div>
  );
}
