import { useEffect, useState } from 'react';
import { AccountForm, type AccountMode } from '../features/account/AccountForm';
import { KeyChangedPage, OtherAccount, RefusedPage, WaitPage } from '../features/gate/GatePages';
import { SetupAccountPage, SetupClaimPage, SetupFailedPage, SetupPage } from '../features/setup/SetupPage';
import { SetupViewModel } from '../features/setup/SetupViewModel';
import { useReadable } from '../ui/useReadable';
import { goHome } from './App';
import type { Product } from './Product';
import { go } from './router';

/** `/setup#<token>`: the owner's first minutes. The token is behind a hash, so that no server log ever has it. */
export function SetupRoute({ product, token }: { readonly product: Product; readonly token: string }) {
  const { session, account, connection } = product;
  const state = useReadable(session.state);
  const user = useReadable(account.account);
  const community = useReadable(product.watch.community);
  const [mode, setMode] = useState<AccountMode>('signUp');
  const [fresh] = useState(user === null);
  const [model] = useState(() => new SetupViewModel(connection, location.origin));

  useEffect(() => {
    if (user && fresh && state.kind === 'outside') void session.join({ ownerToken: token });
  }, [user, fresh, state.kind, session, token]);

  switch (state.kind) {
    case 'starting':
      return <WaitPage text="gate.connecting" />;
    case 'joining':
      return <WaitPage text="setup.claiming" />;
    case 'joined': {
      const mine = community?.members.get(state.memberId);
      if (!community || !mine) return <WaitPage text="setup.claiming" />;
      if (mine.role !== 'owner')
        return (
          <SetupFailedPage
            onHome={() => {
              go('/');
            }}
          />
        );
      return (
        <SetupPage
          model={model}
          serverName={community.server.name}
          onDone={() => {
            go('/');
          }}
        />
      );
    }
    case 'keyChanged':
      return (
        <KeyChangedPage
          pinned={state.pinned}
          met={state.met}
          onAgain={() => void session.enter()}
          onTrust={() => void session.trustNewKey()}
        />
      );
    case 'refused':
      return state.problem.error === 'invalid_owner_link' ? (
        <SetupFailedPage
          onHome={() => {
            goHome(product);
          }}
        />
      ) : (
        <RefusedPage problem={state.problem} onAgain={() => void session.join({ ownerToken: token })} onLogOut={null} />
      );
    case 'outside':
    case 'ended':
      return user ? (
        <SetupClaimPage
          accountName={user.displayName}
          other={<OtherAccount name={user.displayName} onLogOut={() => void product.logOut()} />}
          onClaim={() => void session.join({ ownerToken: token })}
        />
      ) : (
        <SetupAccountPage form={<AccountForm session={account} mode={mode} onMode={setMode} />} />
      );
  }
}
