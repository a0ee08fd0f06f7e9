import assert from 'node:assert/strict';
import { picture } from './browser.mjs';
import { message, send } from './files-hands.mjs';
import { asFile, film, MB, tone } from './files-made.mjs';
import { eventually } from './waiting.mjs';

/** Sound and films are played piece by piece; what cannot be played is a card that says what it is. */
export function playedSteps(step, people) {
  step('sound begins at once and is sought by ranges', async () => {
    const { owner, guest } = people();
    const wav = tone(170);
    assert.ok(wav.length > 7 * MB, 'more than a player fetches ahead');
    const pieces = [];
    guest.page.on('response', (response) => {
      if (response.url().includes('play=1')) pieces.push([response.status(), response.headers()['content-range'] ?? '']);
    });
    await send(owner.page, 'Listen', [asFile('night.wav', 'audio/wav', wav)]);
    const player = message(guest.page, 'Listen').locator('audio');
    await player.scrollIntoViewIfNeeded();
    await eventually('the player knows how long it is', async () => {
      const value = await player.evaluate(({ duration }) => String(duration));
      return { done: Math.round(Number(value)) === 170, value };
    });
    await player.evaluate((audio) => {
      audio.muted = true;
      audio.currentTime = 150;
      return audio.play();
    });
    await eventually('it plays from where one sought', async () => {
      const value = await player.evaluate(({ currentTime }) => currentTime);
      return { done: value > 150.1, value };
    });
    await player.evaluate((audio) => audio.pause());
    assert.ok(pieces.length > 1 && pieces.every(([status]) => status === 206), JSON.stringify(pieces));
    const middle = new RegExp(`^bytes [1-9]\\d*-\\d+/${wav.length}$`);
    assert.ok(
      pieces.some(([, range]) => middle.test(range)),
      JSON.stringify(pieces),
    );
    await picture(guest, 'files-sound');
  });

  step('a film shows its first picture before it is played', async () => {
    const { owner, guest } = people();
    await send(owner.page, 'Look', [asFile('table.webm', 'video/webm', await film(owner.page))]);
    const player = message(guest.page, 'Look').locator('video');
    await player.scrollIntoViewIfNeeded();
    await eventually('there is a first picture', async () => {
      const value = await player.evaluate(({ videoWidth, readyState, paused }) => ({ videoWidth, readyState, paused }));
      return { done: value.videoWidth === 640 && value.readyState >= 2 && value.paused, value };
    });
    await picture(guest, 'files-film');
    await player.evaluate((video) => {
      video.muted = true;
      return video.play();
    });
    await eventually('it plays', async () => {
      const value = await player.evaluate(({ currentTime }) => currentTime);
      return { done: value > 0.2, value };
    });
  });

  step('other files are cards with type and size, under names that cannot lie', async () => {
    const { owner, guest } = people();
    const liar = 'in "voice" \u202efdp.🎷 ‹long› and longer than any card is wide, to its very end.exe';
    const bytes = Buffer.from('all of it');
    await send(owner.page, 'Papers', [
      asFile(liar, 'application/pdf', bytes),
      asFile('menu.pdf', 'application/pdf', Buffer.from('%PDF-1.7\n')),
      asFile('broken.mp4', 'video/mp4', Buffer.concat([Buffer.from('\0\0\0\x18ftypisom'), Buffer.alloc(4000, 3)])),
    ]);
    const cards = message(guest.page, 'Papers').getByTestId('file-card');
    await cards.nth(2).waitFor();
    await cards.nth(2).scrollIntoViewIfNeeded();
    assert.match(await cards.nth(1).innerText(), /menu\.pdf\s+PDF · 9 B/);
    await cards.nth(2).getByText('Your browser cannot play this file.').waitFor();
    const shown = await cards.nth(0).locator('strong').innerText();
    const [download] = await Promise.all([
      guest.page.waitForEvent('download'),
      cards.nth(0).getByTestId('download').click(),
    ]);
    for (const name of [shown, download.suggestedFilename()]) {
      assert.doesNotMatch(name, /["\u202a-\u202e\u2066-\u2069/\\]/);
      assert.match(name, /^in _voice_ fdp\.🎷 .*\.exe$/);
    }
    await picture(guest, 'files-cards');
  });
}
