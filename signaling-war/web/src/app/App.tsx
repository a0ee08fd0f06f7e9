import { useEffect, useState } from 'react';
import { publicServer } from '../client/PublicServer';
import { ConnectionBanner } from '../features/connection/ConnectionBanner';
import { AccountPage } from '../features/account/AccountPage';
import {
  EndedPage,
  KeyChangedPage,
  NoMembershipPage,
  NotFoundPage,
  RefusedPage,
  WaitPage,
} from '../features/gate/GatePages';
import { language } from '../ui/text/text';
import { Toasts } from '../ui/Toasts';
import { useReadable } from '../ui/useReadable';
import styles from './App.module.css';
import { InviteRoute } from './InviteRoute';
import type { Product } from './Product';
import { go, route } from './router';
import { SetupRoute } from './SetupRoute';
import { Shell } from './Shell';

export function App({ product }: { readonly product: Product }) {
  const chosen = useReadable(language);
  useEffect(() => {
    document.documentElement.lang = chosen;
  }, [chosen]);
  return (
    // A new language draws everything anew.
    <div className={styles['app']} key={chosen}>
      <ConnectionBanner connection={product.connection} />
      <div className={styles['page']}>
        <Page product={product} />
      </div>
      <Toasts />
    </div>
  );
}

function Page({ product }: { readonly product: Product }) {
  const at = useReadable(route);
  switch (at.kind) {
    case 'home':
      return <Home product={product} channelId={at.channelId} />;
    case 'invite':
      return <InviteRoute product={product} code={at.code} />;
    case 'setup':
      return <SetupRoute product={product} token={at.token} />;
    case 'unknown':
      return (
        <NotFoundPage
          onHome={() => {
            goHome(product);
          }}
        />
      );
  }
}

/** Home joins by itself; the other pages had asked the session not to. */
export function goHome(product: Product): void {
  go('/');
  if (product.session.state.get().kind !== 'joined') void product.session.join({});
}

interface HomeProps {
  readonly product: Product;
  readonly channelId: string | null;
}

function Home({ product, channelId }: HomeProps) {
  const { session, account } = product;
  const state = useReadable(session.state);
  const user = useReadable(account.account);
  const community = useReadable(product.watch.community);
  const serverName = useServerName();
  const outside = state.kind === 'outside';
  useEffect(() => {
    if (outside && user) void session.join({});
  }, [outside, user, session]);

  switch (state.kind) {
    case 'starting':
      return <WaitPage text="gate.connecting" />;
    case 'outside':
      return user ? <WaitPage text="gate.joining" /> : <AccountPage session={account} serverName={serverName} />;
    case 'joining':
      return <WaitPage text="gate.joining" />;
    case 'joined':
      return community ? (
        <Shell product={product} community={community} channelId={channelId} />
      ) : (
        <WaitPage text="gate.joining" />
      );
    case 'refused':
      return state.problem.error === 'invite_required' || state.problem.error === 'invalid_invite' ? (
        <NoMembershipPage
          problem={state.problem}
          serverName={serverName}
          accountName={user?.displayName ?? ''}
          onJoin={(inviteCode) => void session.join({ inviteCode })}
          onLogOut={() => void product.logOut()}
        />
      ) : (
        <RefusedPage
          problem={state.problem}
          onAgain={() => void session.enter()}
          onLogOut={user ? () => void product.logOut() : null}
        />
      );
    case 'keyChanged':
      return (
        <KeyChangedPage
          pinned={state.pinned}
          met={state.met}
          onAgain={() => void session.enter()}
          onTrust={() => void session.trustNewKey()}
        />
      );
    case 'ended':
      return <EndedPage how={state.how} reason={state.reason} onAgain={() => void session.join({})} />;
  }
}

function useServerName(): string {
  const [name, setName] = useState('Tertulia');
  useEffect(() => {
    publicServer.info().then(
      (info) => {
        setName(info.name);
      },
      () => undefined,
    );
  }, []);
  return name;
}
