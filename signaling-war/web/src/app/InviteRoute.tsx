import { useEffect, useState } from 'react';
import { publicServer } from '../client/PublicServer';
import { asProblem } from '../client/RequestFailed';
import { AccountForm, type AccountMode } from '../features/account/AccountForm';
import { KeyChangedPage, OtherAccount, WaitPage } from '../features/gate/GatePages';
import { BadInvitePage, InvitePage } from '../features/invites/InvitePage';
import type { Problem } from '../protocol/problem';
import type { InvitePreview } from '../protocol/rest';
import { useReadable } from '../ui/useReadable';
import { goHome } from './App';
import type { Product } from './Product';
import { go } from './router';

type Looked =
  | { readonly kind: 'looking' }
  | { readonly kind: 'good'; readonly preview: InvitePreview }
  | { readonly kind: 'bad'; readonly problem: Problem };

/** `/invite/<code>`: look at it, be somebody, join. */
export function InviteRoute({ product, code }: { readonly product: Product; readonly code: string }) {
  const { session, account } = product;
  const state = useReadable(session.state);
  const user = useReadable(account.account);
  const [looked, setLooked] = useState<Looked>({ kind: 'looking' });
  const [mode, setMode] = useState<AccountMode>('signUp');
  const [fresh, setFresh] = useState(user === null);
  const joined = state.kind === 'joined';

  useEffect(() => {
    publicServer.invite(code).then(
      (preview) => {
        setLooked({ kind: 'good', preview });
      },
      (thrown: unknown) => {
        setLooked({ kind: 'bad', problem: asProblem(thrown) });
      },
    );
  }, [code]);
  useEffect(() => {
    if (joined) go('/');
  }, [joined]);
  // Whoever has just made the account for this invite need not say so twice.
  useEffect(() => {
    if (user && fresh && state.kind === 'outside') void session.join({ inviteCode: code });
  }, [user, fresh, state.kind, session, code]);

  if (looked.kind === 'bad')
    return (
      <BadInvitePage
        problem={looked.problem}
        onHome={() => {
          goHome(product);
        }}
      />
    );
  if (state.kind === 'keyChanged') {
    return (
      <KeyChangedPage
        pinned={state.pinned}
        met={state.met}
        onAgain={() => void session.enter()}
        onTrust={() => void session.trustNewKey()}
      />
    );
  }
  if (looked.kind === 'looking' || state.kind === 'starting' || joined) return <WaitPage text="gate.connecting" />;
  return (
    <InvitePage
      preview={looked.preview}
      form={user ? null : <AccountForm session={account} mode={mode} onMode={setMode} />}
      other={
        user && (
          <OtherAccount
            name={user.displayName}
            onLogOut={() => {
              setFresh(true);
              void product.logOut();
            }}
          />
        )
      }
      busy={state.kind === 'joining'}
      problem={state.kind === 'refused' ? state.problem : null}
      onJoin={() => void session.join({ inviteCode: code })}
    />
  );
}
