import type { FileId } from './ids';
import type { Account, AttachmentState, PublicJwk } from './model';

/** Answers of docs/protocol.md §2 and §5. */
export interface AccountTokens {
  readonly user: Account;
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresIn: number;
}

export interface ServerInfo {
  readonly serverId: string;
  readonly name: string;
  readonly description: string;
  readonly version: string;
  readonly memberCount: number;
  readonly setupRequired: boolean;
  readonly serverKey: { readonly jwk: PublicJwk };
}

export interface InvitePreview {
  readonly code: string;
  readonly serverName: string;
  readonly memberCount: number;
  readonly expiresAt?: string | null;
}

export interface CertificateAnswer {
  readonly certificate: string;
}

export interface UploadAccepted {
  readonly fileId: FileId;
  readonly name: string;
  readonly mime: string;
  readonly size: number;
  readonly state: AttachmentState;
}

/** A large file that goes in parts; what is in `received` need not go again. */
export interface UploadSession {
  readonly uploadId: string;
  readonly fileId: FileId;
  readonly partSize: number;
  readonly partCount: number;
  /** Parts go straight to the object store, by URLs that the server signs. */
  readonly direct: boolean;
  /** Numbers of parts, from 1. */
  readonly received: readonly number[];
  readonly expiresAt: string;
}

export interface UploadPart {
  readonly part: number;
  readonly url: string;
}

/** Bytes. */
export interface Quota {
  readonly used: number;
  readonly limit?: number | null;
  readonly serverUsed?: number | null;
  readonly serverLimit?: number | null;
}

/** What became of one file of several. */
export interface EmojiResult {
  readonly name: string;
  readonly fileId?: FileId | null;
  readonly error?: { readonly code: string; readonly message: string } | null;
}

export interface DeadLetter {
  readonly function: string;
  readonly id: string;
  readonly key?: string | null;
  readonly attempts?: number | null;
  readonly lastError?: string | null;
  readonly at?: string | null;
}

/** What a sweep says at its end; counts of objects. */
export interface SweepReport {
  readonly listed?: number | null;
  readonly deleted?: number | null;
  readonly bytes?: number | null;
  readonly missing?: number | null;
  readonly errors?: number | null;
}

export interface Sweep {
  readonly sweepId: string;
  readonly state: string;
  readonly dryRun: boolean;
  readonly createdAt?: string | null;
  readonly report?: SweepReport | null;
}

/** `GET /api/admin/files`, newest first. */
export interface FilesReport {
  readonly deadLetters: readonly DeadLetter[];
  readonly sweeps: readonly Sweep[];
  readonly usage: { readonly files?: number | null; readonly bytes?: number | null; readonly limit?: number | null };
}
