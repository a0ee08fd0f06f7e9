import {
  MEDIA_PORT,
  NAT_OF_SERVER,
  PROXY,
  renumber,
  renumberOwn,
  SERVER,
  SERVER6,
  SERVER_INSIDE,
  SIGNAL_PORT,
  TURN,
} from './topology.mjs';

const no = (address) => `ip daddr ${address} drop`;
/** Neither the NAT's address nor TURN is a way unless the case is about it. */
const DIRECT = [no(NAT_OF_SERVER), no(TURN)];
const FROM_CLIENTS = 'iifname { "r1", "r2" }';
const NO_UDP = `${FROM_CLIENTS} meta l4proto udp drop`;
const PLAIN = `ws://${SERVER}:${SIGNAL_PORT}`;
const ON_443 = `ws://${PROXY}:443`;

/** What a selected pair may look like. */
const udp = ({ protocol, relayed }) => protocol === 'udp' && !relayed;
const tcp = ({ protocol, relayed }) => protocol === 'tcp' && !relayed;
const relayedBy = (transport) => ({ relayed }) => relayed === transport;
const to = (address) => ({ remote, ...path }) => udp(path) && remote === address;

/** name, what it is like, how people reach signalling, how they must come to media, and the network. */
export const CASES = [
  { name: 'open', url: PLAIN, path: udp, nat: 'open', drop: DIRECT },
  { name: 'full-cone', url: PLAIN, path: udp, nat: 'full cone', drop: DIRECT },
  { name: 'restricted', url: PLAIN, path: udp, nat: 'restricted', drop: DIRECT },
  { name: 'symmetric', url: PLAIN, path: udp, nat: 'symmetric', drop: DIRECT },
  { name: 'udp-blocked', what: 'by ICE-TCP', url: PLAIN, path: tcp, drop: [...DIRECT, NO_UDP] },
  {
    name: 'udp-blocked-turn',
    what: 'by TURN over TCP; the media ports are closed',
    url: PLAIN,
    path: relayedBy('tcp'),
    drop: [no(NAT_OF_SERVER), NO_UDP, `${FROM_CLIENTS} tcp dport { 443, ${MEDIA_PORT}-${MEDIA_PORT + 15} } drop`],
  },
  {
    name: 'only-443',
    what: 'by ICE-TCP on 443',
    url: ON_443,
    path: tcp,
    drop: [...DIRECT, NO_UDP, `${FROM_CLIENTS} tcp dport != 443 drop`],
  },
  {
    name: 'only-443-turn',
    what: 'by TURN over TLS on 443',
    url: ON_443,
    path: relayedBy('tls'),
    drop: [no(NAT_OF_SERVER), NO_UDP, `${FROM_CLIENTS} ip daddr ${SERVER} drop`, `${FROM_CLIENTS} tcp dport != 443 drop`],
  },
  { name: 'ipv6-only', url: `ws://[${SERVER6}]:${SIGNAL_PORT}`, path: udp, ipv6: true, nat: 'open' },
  {
    name: 'server-behind-nat',
    url: PLAIN,
    path: to(NAT_OF_SERVER),
    drop: [no(TURN), `${FROM_CLIENTS} ip daddr ${SERVER} tcp dport != ${SIGNAL_PORT} drop`, `${FROM_CLIENTS} ip daddr ${SERVER} meta l4proto udp drop`],
  },
  {
    name: 'hairpin',
    what: 'one in the server\'s network, by its public address',
    url: PLAIN,
    ways: { c1: 'lan' },
    path: to(NAT_OF_SERVER),
    drop: [no(TURN), `ip daddr ${SERVER} meta l4proto udp drop`, `ip daddr ${SERVER} tcp dport != ${SIGNAL_PORT} drop`],
    lanDrop: [`iifname "c1" ct original ip daddr ${SERVER_INSIDE} drop`],
  },
  {
    name: 'no-hairpin',
    what: 'one in the server\'s network, whose NAT leads nobody back in',
    url: PLAIN,
    ways: { c1: 'lan' },
    path: (path) => to(NAT_OF_SERVER)(path) || to(SERVER_INSIDE)(path),
    hairpin: false,
    drop: [no(TURN), `ip daddr ${SERVER} meta l4proto udp drop`, `ip daddr ${SERVER} tcp dport != ${SIGNAL_PORT} drop`],
  },
  { name: 'double-nat', url: PLAIN, ways: { c1: 'double' }, path: udp, drop: DIRECT },
  { name: 'same-nat', url: PLAIN, ways: { c2: 'house' }, path: udp, drop: DIRECT },
  { name: 'mtu-1280', url: PLAIN, path: udp, mtu: 1280, drop: DIRECT },
  { name: 'address-change', what: 'one house gets another public address in the call', url: PLAIN, path: udp, drop: DIRECT, renumbers: renumber },
  {
    name: 'own-address-change',
    what: 'one client itself gets another address in the call',
    url: PLAIN,
    path: udp,
    drop: DIRECT,
    renumbers: renumberOwn,
    watchSeconds: 40,
  },
];
