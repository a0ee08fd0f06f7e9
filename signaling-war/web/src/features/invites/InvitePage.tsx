import type { ReactNode } from 'react';
import type { InvitePreview } from '../../protocol/rest';
import type { Problem } from '../../protocol/problem';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { inTime } from '../../ui/text/dates';
import { problemText, t, tCount } from '../../ui/text/text';

interface InvitePageProps {
  readonly preview: InvitePreview;
  /** The form to make an account or log in with; null when somebody is logged in. */
  readonly form: ReactNode;
  readonly other: ReactNode;
  readonly busy: boolean;
  readonly problem: Problem | null;
  readonly onJoin: () => void;
}

/** What somebody sees who was sent a link. */
export function InvitePage({ preview, form, other, busy, problem, onJoin }: InvitePageProps) {
  const facts = [
    tCount('invite.members', preview.memberCount),
    preview.expiresAt ? t('invite.expires', { when: inTime(preview.expiresAt) }) : null,
  ].filter((fact) => fact !== null);
  return (
    <Card
      testId="invite-page"
      title={t('invite.title', { server: preview.serverName })}
      lead={`${t('invite.invited')} ${facts.join(' · ')}`}
      below={other}
    >
      {form ?? (
        <div>
          {problem && <p role="alert">{problemText(problem)}</p>}
          <Button look="primary" wide busy={busy} onClick={onJoin}>
            {t('invite.join', { server: preview.serverName })}
          </Button>
        </div>
      )}
    </Card>
  );
}

export function BadInvitePage({ problem, onHome }: { readonly problem: Problem; readonly onHome: () => void }) {
  const known = problem.error === 'invalid_invite' || problem.error === 'not_found';
  return (
    <Card
      testId="invite-bad"
      title={known ? t('invite.bad') : t('gate.broken')}
      lead={known ? t('invite.badLead') : problemText(problem)}
    >
      <div>
        <Button wide onClick={onHome}>
          {t('gate.home')}
        </Button>
      </div>
    </Card>
  );
}
