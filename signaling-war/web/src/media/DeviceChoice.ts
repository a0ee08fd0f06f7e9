import { Cell, type Readable } from '../state/Store';

export type DeviceKind = 'audioinput' | 'audiooutput' | 'videoinput';

export interface Device {
  readonly id: string;
  readonly label: string;
}

export type Devices = Readonly<Record<DeviceKind, readonly Device[]>>;
export type Chosen = Readonly<Partial<Record<DeviceKind, string>>>;

const KEY = 'tertulia.devices';
const NONE: Devices = { audioinput: [], audiooutput: [], videoinput: [] };

/** Which microphones, speakers and cameras there are, and which the user has picked. */
export class DeviceChoice {
  private readonly devicesCell = new Cell<Devices>(NONE);
  private readonly chosenCell: Cell<Chosen>;

  constructor(private readonly storage: Storage) {
    this.chosenCell = new Cell(read(storage));
    // Absent on pages that are not a secure context; voice is then impossible and says so when it is asked for.
    (navigator.mediaDevices as MediaDevices | undefined)?.addEventListener('devicechange', () => {
      void this.refresh();
    });
  }

  get devices(): Readable<Devices> {
    return this.devicesCell;
  }

  get chosen(): Readable<Chosen> {
    return this.chosenCell;
  }

  /** Labels are empty until the user has allowed the use of some device. */
  async refresh(): Promise<void> {
    const media = navigator.mediaDevices as MediaDevices | undefined;
    const all = (await media?.enumerateDevices().catch(() => [])) ?? [];
    const of = (kind: DeviceKind): readonly Device[] =>
      all
        .filter((device) => device.kind === kind && device.deviceId !== '')
        .map((device) => ({ id: device.deviceId, label: device.label || device.deviceId.slice(0, 8) }));
    this.devicesCell.set({
      audioinput: of('audioinput'),
      audiooutput: of('audiooutput'),
      videoinput: of('videoinput'),
    });
  }

  choose(kind: DeviceKind, id: string): void {
    this.chosenCell.update((chosen) => ({ ...chosen, [kind]: id }));
    this.storage.setItem(KEY, JSON.stringify(this.chosenCell.get()));
  }
}

function read(storage: Storage): Chosen {
  try {
    return (JSON.parse(storage.getItem(KEY) ?? '{}') as Chosen | null) ?? {};
  } catch {
    return {};
  }
}
