import { Cell, type Readable } from '../state/Store';

const SAMPLE_EVERY_MS = 50;
/** The meter's left end; quieter is silence to a listener. */
const FLOOR_DB = -60;

/** How loud the chosen microphone is, 0 to 1, for the settings page. Holds the microphone open until closed. */
export class MicrophoneMeter {
  private readonly cell = new Cell(0);
  private stopped = false;
  private end: () => void = () => undefined;

  get level(): Readable<number> {
    return this.cell;
  }

  async start(deviceId: string | undefined): Promise<void> {
    const audio = deviceId === undefined ? true : { deviceId: { ideal: deviceId } };
    const stream = await navigator.mediaDevices.getUserMedia({ audio });
    if (this.stopped) {
      stopTracks(stream);
      return;
    }
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    analyser.fftSize = 1024;
    context.createMediaStreamSource(stream).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    const timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      this.cell.set(loudness(samples));
    }, SAMPLE_EVERY_MS);
    this.end = (): void => {
      clearInterval(timer);
      stopTracks(stream);
      void context.close();
    };
  }

  close(): void {
    this.stopped = true;
    this.end();
    this.cell.set(0);
  }
}

/** Root mean square on a decibel scale, so that the bar moves as ears hear. */
export function loudness(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  const rms = Math.sqrt(sum / Math.max(1, samples.length));
  if (rms === 0) return 0;
  const db = 20 * Math.log10(rms);
  return Math.min(1, Math.max(0, 1 - db / FLOOR_DB));
}

function stopTracks(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
