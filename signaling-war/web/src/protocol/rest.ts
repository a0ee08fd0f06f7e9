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
