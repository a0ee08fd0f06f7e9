/**
 * The little internet of the matrix. `net` routes; everybody else hangs on it:
 *
 *   c1 - r1 - net - srv          r1, r2: the clients' NATs, srv: Tertulia
 *   c1 - rr1 - r1                a second NAT in front of the first
 *   c2 - r2 - net                c2 - r1: in the house of c1
 *   c1 - srt - net, srt - srv    srt: the 1:1 NAT in front of the server's second address
 *   trn - net                    TURN
 *
 * All of it is there all the time; a case chooses ways and rules.
 */
export const SERVER = '203.0.113.10';
/** Signalling on TCP 443, as a reverse proxy would offer it; media has 443 on SERVER itself. */
export const PROXY = '203.0.113.11';
export const SERVER6 = '2001:db8:10::10';
export const SERVER_INSIDE = '192.168.50.10';
export const NAT_OF_SERVER = '203.0.113.18';
export const TURN = '203.0.113.22';
export const SIGNAL_PORT = 9080;
export const MEDIA_PORT = 7882;

const CLIENTS = {
  c1: { plain: 'r1', double: 'rr1', lan: 'srt' },
  c2: { plain: 'r2', house: 'r1' },
};
const GATEWAY = {
  c1: { r1: '192.168.1.1', rr1: '192.168.11.1', srt: '192.168.51.1' },
  c2: { r2: '192.168.2.1', r1: '192.168.3.1' },
};

export function build(spaces) {
  spaces.add('net', 'srv', 'srt', 'trn', 'r1', 'r2', 'rr1', 'c1', 'c2');
  spaces.link('net', ['203.0.113.9/29', '2001:db8:10::1/64'], 'srv', [`${SERVER}/29`, `${PROXY}/29`, `${SERVER6}/64`]);
  spaces.link('net', ['203.0.113.17/30'], 'srt', [`${NAT_OF_SERVER}/30`]);
  spaces.link('net', ['203.0.113.21/30'], 'trn', [`${TURN}/30`]);
  spaces.link('srt', ['192.168.50.1/24'], 'srv', [`${SERVER_INSIDE}/24`]);
  spaces.link('net', ['198.51.100.1/29', '2001:db8:1::1/64'], 'r1', ['198.51.100.2/29', '2001:db8:1::2/64']);
  spaces.link('net', ['198.51.100.9/29', '2001:db8:2::1/64'], 'r2', ['198.51.100.10/29', '2001:db8:2::2/64']);
  spaces.link('r1', ['192.168.1.1/24', '2001:db8:11::1/64'], 'c1', ['192.168.1.2/24']);
  spaces.link('r2', ['192.168.2.1/24', '2001:db8:12::1/64'], 'c2', ['192.168.2.2/24']);
  spaces.link('r1', ['192.168.12.1/24'], 'rr1', ['192.168.12.2/24']);
  spaces.link('rr1', ['192.168.11.1/24'], 'c1', ['192.168.11.2/24']);
  spaces.link('srt', ['192.168.51.1/24'], 'c1', ['192.168.51.2/24']);
  spaces.link('r1', ['192.168.3.1/24'], 'c2', ['192.168.3.2/24']);
  routes(spaces);
}

function routes(spaces) {
  const gateways = { srv: '203.0.113.9', srt: '203.0.113.17', trn: '203.0.113.21', r1: '198.51.100.1', r2: '198.51.100.9', rr1: '192.168.12.1' };
  for (const [name, gateway] of Object.entries(gateways)) spaces.in(name, `ip route add default via ${gateway}`);
  // What came in by the NAT leaves by it.
  spaces.in('srv', `ip rule add from ${SERVER_INSIDE} lookup 50`);
  spaces.in('srv', 'ip route add default via 192.168.50.1 table 50');
  // For the case without NAT: the inner networks are known outside.
  spaces.in('net', 'ip route add 192.168.1.0/24 via 198.51.100.2');
  spaces.in('net', 'ip route add 192.168.2.0/24 via 198.51.100.10');
  spaces.in('net', 'ip -6 route add 2001:db8:11::/64 via 2001:db8:1::2');
  spaces.in('net', 'ip -6 route add 2001:db8:12::/64 via 2001:db8:2::2');
  for (const [name, gateway] of [['r1', '2001:db8:1::1'], ['r2', '2001:db8:2::1'], ['srv', '2001:db8:10::1']]) {
    spaces.in(name, `ip -6 route add default via ${gateway}`);
  }
  spaces.rules(
    'srv',
    `table ip proxy { chain in { type nat hook prerouting priority dstnat;
       ip daddr ${PROXY} tcp dport 443 redirect to :${SIGNAL_PORT} } }`,
  );
}

const NAT = {
  open: () => '',
  /** Endpoint-independent mapping and filtering (RFC 4787 §4, §5): who knows the address may come in. */
  'full cone': (out, inside) => `
    chain out { type nat hook postrouting priority srcnat; oifname "net" snat to ${out} }
    chain in { type nat hook prerouting priority dstnat; iifname "net" meta l4proto udp dnat to ${inside} }`,
  /** Address and port-dependent filtering, the mapping kept where it can be: what most houses have. */
  restricted: () => `
    chain out { type nat hook postrouting priority srcnat; oifname != "lo" masquerade }
    chain f { type filter hook forward priority filter; iifname "net" ct state new drop }`,
  /** Another port for each destination. */
  symmetric: () => `
    chain out { type nat hook postrouting priority srcnat; oifname != "lo" masquerade fully-random }
    chain f { type filter hook forward priority filter; iifname "net" ct state new drop }`,
};

/** Makes the network what the case says: `ways` of the clients, `nat`, `drop` rules of the internet, and so on. */
export function arrange(spaces, { ways = {}, nat = 'restricted', drop = [], hairpin = true, lanDrop = [], ipv6 = false, mtu = 1500 }) {
  for (const client of ['c1', 'c2']) way(spaces, client, CLIENTS[client][ways[client] ?? 'plain'], ipv6, mtu);
  outside(spaces, 2);
  for (const [router, wan, inside] of [['r1', '198.51.100.2', '192.168.1.2'], ['r2', '198.51.100.10', '192.168.2.2']]) {
    spaces.rules(router, `table ip nat { ${NAT[nat](wan, inside)} }`);
    for (const end of ['net', router]) {
      spaces.in(end, `ip link set ${end === 'net' ? router : 'net'} mtu ${mtu}`);
    }
  }
  spaces.rules('rr1', `table ip nat { ${NAT.restricted()} }`);
  spaces.rules('net', `table inet f { chain f { type filter hook forward priority filter;\n${drop.join('\n')}\n} }`);
  spaces.rules(
    'srt',
    `table ip nat {
       chain in { type nat hook prerouting priority dstnat;
         ${hairpin ? '' : 'iifname "c1" accept'}
         ip daddr ${NAT_OF_SERVER} dnat to ${SERVER_INSIDE} }
       chain out { type nat hook postrouting priority srcnat;
         oifname "net" snat to ${NAT_OF_SERVER}
         iifname "c1" oifname "srv" ct status dnat masquerade }
       chain f { type filter hook forward priority filter;\n${lanDrop.join('\n')}\n } }`,
  );
}

/** One interface is up, and only what belongs to the case has an address a client could find. */
function way(spaces, client, chosen, ipv6, mtu) {
  for (const router of Object.values(CLIENTS[client])) spaces.in(client, `ip link set ${router} down`);
  const number = client.slice(1);
  spaces.in(client, `ip link set ${chosen} up mtu ${mtu}`);
  spaces.in(client, `ip -6 addr flush dev ${chosen}`);
  if (ipv6) {
    spaces.in(client, `ip -4 addr flush dev ${chosen}`);
    spaces.in(client, `ip -6 addr replace 2001:db8:1${number}::2/64 dev ${chosen}`);
    spaces.in(client, `ip -6 route replace default via 2001:db8:1${number}::1`);
  } else {
    addressed(spaces, client, chosen, 2);
  }
}

/** The house of c1 gets another public address, as lines do every night; the kernel forgets all it had translated. */
export function renumber(spaces) {
  outside(spaces, 3);
}

/** c1 itself gets another address in its house, as from another router that answers sooner. */
export function renumberOwn(spaces) {
  addressed(spaces, 'c1', CLIENTS.c1.plain, 3);
}

function outside(spaces, host) {
  spaces.in('r1', 'ip -4 addr flush dev net');
  spaces.in('r1', `ip addr add 198.51.100.${host}/29 dev net`);
  spaces.in('r1', 'ip route replace default via 198.51.100.1');
}

function addressed(spaces, client, router, host) {
  const gateway = GATEWAY[client][router];
  spaces.in(client, `ip -4 addr flush dev ${router}`);
  spaces.in(client, `ip addr add ${gateway.replace(/\d+$/, host)}/24 dev ${router}`);
  spaces.in(client, `ip route replace default via ${gateway}`);
}
