/** The one scene of the preview: an evening in a café's server. */
const person = (memberId, nickname, role, status) => ({
  memberId,
  nickname,
  role,
  status,
  joinedAt: '2026-10-01T10:00:00.000Z',
});

export const members = [
  person('u-ana', 'Ana Belén', 'owner', 'online'),
  person('u-teo', 'Teo Marsé', 'admin', 'online'),
  person('u-luz', 'Luz', 'member', 'online'),
  person('u-iker', 'iker.zubiri', 'member', 'online'),
  person('u-noor', 'Noor el Haddad', 'member', 'online'),
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

const svg = (body) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1600 1067" width="1600" height="1067">${body}</svg>`;

export const pictures = {
  f1: svg(`<defs><linearGradient id="s" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#f3c79a"/><stop offset=".6" stop-color="#d98a57"/><stop offset="1" stop-color="#8a4a35"/></linearGradient></defs>
  <rect width="1600" height="1067" fill="url(#s)"/><circle cx="1120" cy="430" r="120" fill="#fff0d8" opacity=".9"/>
  <path d="M0 760 260 560 520 720 820 520 1180 740 1600 580V1067H0Z" fill="#6b3a33"/><path d="M0 880 420 760 900 880 1600 770V1067H0Z" fill="#41231f"/>`),
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
