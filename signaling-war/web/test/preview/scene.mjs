/** The one scene of the preview: an evening in a café's server. */
const person = (memberId, nickname, role, status, avatarFileId = null, bannerFileId = null) => ({
  memberId,
  nickname,
  role,
  status,
  avatarFileId,
  bannerFileId,
  joinedAt: '2026-10-01T10:00:00.000Z',
});

export const members = [
  person('u-ana', 'Ana Belén', 'owner', 'online'),
  person('u-teo', 'Teo Marsé', 'admin', 'online', 'face1', 'f1'),
  person('u-luz', 'Luz', 'member', 'online'),
  person('u-iker', 'iker.zubiri', 'member', 'online'),
  person('u-noor', 'Noor el Haddad', 'member', 'online', 'face2'),
  person('u-max', 'Maximilian Freiherr von Hohenheim', 'member', 'offline'),
  person('u-pia', 'Pia', 'member', 'offline'),
  person('u-sam', 'sam', 'guest', 'online'),
];

const channel = (channelId, name, type, position, description = '') => ({
  channelId,
  name,
  type,
  position,
  description,
});

export const channels = [
  channel('c-general', 'general', 'text', 0, 'What everybody should read'),
  channel('c-reading', 'reading-circle', 'text', 1, 'Thursdays at eight. This month: The Invention of Morel'),
  channel('c-kitchen', 'kitchen', 'text', 2),
  channel('c-photos', 'photos', 'text', 3),
  channel('v-table', 'The long table', 'voice', 4, 'Come and sit down'),
  channel('v-quiet', 'Quiet corner', 'voice', 5),
];

const inVoice = (memberId, channelId, rest = {}) => ({
  memberId,
  channelId,
  muted: false,
  deafened: false,
  camera: false,
  screen: false,
  ...rest,
});

export const voice = [
  inVoice('u-teo', 'v-table', { camera: true, screen: true }),
  inVoice('u-luz', 'v-table'),
  inVoice('u-noor', 'v-table', { muted: true }),
  inVoice('u-sam', 'v-quiet', { muted: true, deafened: true }),
];

let count = 0;
const nameOf = (id) => members.find((member) => member.memberId === id).nickname;
const minutesAgo = (minutes) => new Date(Date.now() - minutes * 60_000).toISOString();

const say = (channelId, sender, minutes, text, rest = {}) => ({
  conversation_id: channelId,
  message_id: `m${String(++count).padStart(6, '0')}`,
  sender_member_id: sender,
  sender_nickname: nameOf(sender),
  text,
  attachments: [],
  reactions: [],
  created_at: minutesAgo(minutes),
  ...rest,
});

const picture = (file_id, rest = {}) => ({
  file_id,
  name: 'terrace.jpg',
  mime: 'image/avif',
  size: 284_113,
  state: 'done',
  width: 1600,
  height: 1067,
  thumb_width: 480,
  thumb_height: 320,
  dominant_color: '#c98b5a',
  blur_hash: 'LGKTu_~WIUxt^*WBR*ay%LRjofRj',
  ...rest,
});

const DAY = 24 * 60;

const older = Array.from({ length: 70 }, (_, index) =>
  say(
    'c-general',
    index % 3 === 0 ? 'u-luz' : 'u-iker',
    4 * DAY - index * 7,
    `Note ${index + 1} from the week before.`,
  ),
);

export const messages = [
  ...older,
  say(
    'c-general',
    'u-teo',
    DAY + 95,
    'The **terrace** is ours on Saturday. I asked, and they even keep the long table for us.',
  ),
  say('c-general', 'u-teo', DAY + 94, 'Bring something to sit on if you are more than twelve.'),
  say('c-general', 'u-luz', DAY + 60, 'Counting now: https://example.org/who-comes', {
    reactions: [
      { src: '🎉', amount: 3, members: ['u-ana', 'u-teo', 'u-noor'] },
      { src: '☕', amount: 1, members: ['u-iker'] },
    ],
  }),
  say('c-general', 'u-noor', 180, 'This is how it looked last year:', { attachments: [picture('f1')] }),
  say('c-general', 'u-iker', 176, 'I would like that again. Mine came out worse:', {
    reply_to_message_id: 'm000074',
    attachments: [picture('f9', { name: 'IMG_2231.heic', state: 'rejected', code: 'corrupt', size: 18_211 })],
  }),
  say(
    'c-general',
    'u-ana',
    64,
    'Then it is settled. For whoever brings the projector, the old trick:\n```\nxrandr --output HDMI-1 --mode 1920x1080\n```\nand *do not* forget the `HDMI` cable this time.',
    {
      edited_at: minutesAgo(60),
    },
  ),
  say('c-general', 'u-teo', 9, 'I have one. Two, in fact.', {
    reactions: [{ src: '🙏', amount: 1, members: ['u-ana'] }],
  }),
  say('c-general', 'u-teo', 8, 'And a lamp.'),
  say(
    'c-general',
    'u-luz',
    3,
    'Who reads the first chapter aloud? I did it last time and my voice was gone for two days, so please let somebody else have the pleasure.',
    {
      attachments: [picture('f2', { name: 'chapter-one.png', state: 'processing', size: 1_204_113 })],
    },
  ),
];

const album = ['f3', 'f4', 'f5'].map((id, index) => picture(id, { name: `evening-${String(index + 1)}.jpg` }));

messages.push(
  say('c-kitchen', 'u-noor', 40, 'The evening, as far as I can remember it :cup:', { attachments: album }),
  say('c-kitchen', 'u-teo', 38, ':cup: :leaf:', {
    reactions: [{ src: ':leaf:', amount: 2, members: ['u-ana', 'u-noor'] }],
  }),
  say('c-kitchen', 'u-luz', 30, 'The list, the song, and one that moves:', {
    attachments: [
      picture('f6', { name: 'steam.gif', animated: true, width: 480, height: 360 }),
      picture('p1', { name: 'Shopping list for Saturday, third version.pdf', mime: 'application/octet-stream' }),
      picture('p2', { name: 'fandango.mp3', mime: 'audio/mpeg', size: 4_112_000 }),
    ],
  }),
);

const svg = (body) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1600 1067" width="1600" height="1067">${body}</svg>`;

export const pictures = {
  f1: svg(`<defs><linearGradient id="s" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#f3c79a"/><stop offset=".6" stop-color="#d98a57"/><stop offset="1" stop-color="#8a4a35"/></linearGradient></defs>
  <rect width="1600" height="1067" fill="url(#s)"/><circle cx="1120" cy="430" r="120" fill="#fff0d8" opacity=".9"/>
  <path d="M0 760 260 560 520 720 820 520 1180 740 1600 580V1067H0Z" fill="#6b3a33"/><path d="M0 880 420 760 900 880 1600 770V1067H0Z" fill="#41231f"/>`),
};

const round = (inner, hue) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 128 128" width="128" height="128"><rect width="128" height="128" fill="hsl(${hue} 45% 72%)"/>${inner}</svg>`;
const face = (hue) =>
  round(
    `<circle cx="64" cy="52" r="26" fill="hsl(${hue} 35% 30%)"/><path d="M16 128a48 44 0 0 1 96 0Z" fill="hsl(${hue} 40% 42%)"/>`,
    hue,
  );
const evening = (hue) =>
  svg(
    `<rect width="1600" height="1067" fill="hsl(${hue} 40% 40%)"/><circle cx="800" cy="500" r="260" fill="hsl(${hue} 60% 70%)"/><path d="M0 900 500 640 1000 860 1600 600V1067H0Z" fill="hsl(${hue} 40% 22%)"/>`,
  );
const sign = (body) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" width="64" height="64">${body}</svg>`;

Object.assign(pictures, {
  face1: face(28),
  face2: face(260),
  f3: evening(20),
  f4: evening(200),
  f5: evening(320),
  f6: evening(150),
  e1: sign(
    '<path d="M10 20h34v18a14 14 0 0 1-14 14h-6a14 14 0 0 1-14-14Z" fill="#a8492a"/><path d="M44 24h6a8 8 0 0 1 0 16h-6" fill="none" stroke="#a8492a" stroke-width="5"/>',
  ),
  e2: sign(
    '<path d="M12 52C8 24 28 10 54 10 56 38 40 54 12 52Z" fill="#4a7a38"/><path d="M12 54 40 24" stroke="#dfeed6" stroke-width="3"/>',
  ),
});

const emoji = (name, fileId, state = 'done') => ({ name, fileId, animated: false, state, uploadedBy: 'u-teo' });

export const emojis = [
  emoji('cup', 'e1'),
  emoji('leaf', 'e2'),
  emoji('cup_of_tea', 'e1'),
  emoji('later', 'e3', 'queued'),
];

export const filesReport = {
  deadLetters: [
    {
      function: 'image',
      id: '8f1c',
      key: 'raw/01JC7Q',
      attempts: 6,
      lastError: 'The decoder was killed.',
      at: minutesAgo(50),
    },
  ],
  sweeps: [
    { sweepId: 's2', state: 'waiting', dryRun: true, createdAt: minutesAgo(1), references: 812 },
    {
      sweepId: 's1',
      state: 'done',
      dryRun: false,
      createdAt: minutesAgo(DAY),
      references: 812,
      report: { listed: 1702, deleted: 41, bytes: 61_204_113, missing: 0, errors: 0 },
    },
  ],
  usage: { files: 812, bytes: 1_914_113_000 },
};

export const invites = [
  {
    code: 'Qm7xT2vKfA',
    createdBy: 'u-ana',
    createdAt: minutesAgo(1),
    expiresAt: minutesAgo(-7 * DAY),
    uses: 0,
    note: '',
    revoked: false,
  },
  {
    code: 'bR19sWw0pE',
    createdBy: 'u-teo',
    createdAt: minutesAgo(900),
    expiresAt: minutesAgo(-3 * 60),
    maxUses: 5,
    uses: 2,
    note: '',
    revoked: false,
  },
  { code: 'z4LpYc83Hd', createdBy: 'u-ana', createdAt: minutesAgo(9000), uses: 11, note: '', revoked: false },
];
