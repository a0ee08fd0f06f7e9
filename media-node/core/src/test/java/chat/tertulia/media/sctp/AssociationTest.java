package chat.tertulia.media.sctp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.media.rtp.NetworkOrder;
import chat.tertulia.media.sctp.SctpEvent.Closed;
import chat.tertulia.media.sctp.SctpEvent.Established;
import chat.tertulia.media.sctp.SctpEvent.IncomingReset;
import chat.tertulia.media.sctp.SctpEvent.Message;
import chat.tertulia.media.sctp.SctpEvent.OutgoingReset;
import chat.tertulia.media.sctp.SctpEvent.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AssociationTest {
    private static final Reliability UNORDERED = new Reliability(false, Reliability.UNLIMITED, Reliability.FOREVER);
    private static final Reliability ORDERED_ONCE = new Reliability(true, 0, Reliability.FOREVER);

    private static byte[] numbered(int number, int size) {
        byte[] payload = new byte[Math.max(4, size)];
        new SplittableRandom(number).nextBytes(payload);
        NetworkOrder.put32(payload, 0, number);
        return payload;
    }

    private static int number(Message message) {
        return NetworkOrder.i32(message.payload(), 0);
    }

    @Test
    void shouldConnectWhenOneSideBegins() {
        Link link = new Link(1).connected();
        assertTrue(link.ends[0].established() && link.ends[1].established());
        assertNotNull(link.last(0, Established.class));
        assertNotNull(link.last(1, Established.class));
        assertTrue(link.ends[0].partialReliability() && link.ends[1].partialReliability());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void shouldConnectWhenBothBeginOnAFoulLink(long seed) {
        Link link = new Link(seed);
        link.weather = new Link.Weather(30, 10, 30);
        link.ends[0].connect(link.nowNs);
        link.ends[1].connect(link.nowNs);
        link.passMs(60_000);
        assertTrue(link.ends[0].established() && link.ends[1].established(), "seed " + seed);
        link.weather = Link.Weather.FAIR;
        assertTrue(link.send(0, 1, numbered(1, 10), Reliability.FULL));
        assertTrue(link.send(1, 1, numbered(2, 10), Reliability.FULL));
        link.passMs(5_000);
        assertEquals(1, link.messages(1).size(), "seed " + seed);
        assertEquals(1, link.messages(0).size(), "seed " + seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18})
    void shouldBringEveryReliableMessageOnceAndInOrder(long seed) {
        Link link = new Link(seed).connected();
        link.weather = Link.Weather.FOUL;
        SplittableRandom sizes = new SplittableRandom(seed);
        List<byte[]> sent = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            byte[] payload = numbered(i, sizes.nextInt(20) == 0 ? sizes.nextInt(60_000) : sizes.nextInt(2_000));
            sent.add(payload);
            assertTrue(link.send(0, 2, payload, Reliability.FULL), "seed " + seed);
            link.passMs(sizes.nextInt(20));
        }
        link.passMs(300_000);
        List<Message> got = link.messages(1);
        assertEquals(sent.size(), got.size(), "seed " + seed);
        for (int i = 0; i < sent.size(); i++) {
            assertArrayEquals(sent.get(i), got.get(i).payload(), "message " + i + ", seed " + seed);
        }
        assertEquals(0, link.ends[0].buffered(), "all is released, seed " + seed);
        assertEquals(0, link.ends[1].held(), "nothing is left over, seed " + seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24})
    void shouldBringUnorderedMessagesOnce(long seed) {
        Link link = new Link(seed).connected();
        link.weather = Link.Weather.FOUL;
        for (int i = 0; i < 300; i++) {
            assertTrue(link.send(1, 4, numbered(i, 3_000), UNORDERED));
            link.passMs(10);
        }
        link.passMs(300_000);
        List<Integer> numbers =
                link.messages(0).stream().map(AssociationTest::number).sorted().toList();
        assertEquals(300, numbers.size(), "seed " + seed);
        assertEquals(300, numbers.stream().distinct().count(), "seed " + seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {31, 32, 33, 34, 35, 36})
    void shouldNeverBringLossyMessagesLateOrTwice(long seed) {
        Link link = new Link(seed).connected();
        link.weather = Link.Weather.FOUL;
        for (int i = 0; i < 400; i++) {
            assertTrue(link.send(0, 3, numbered(i, 2_500), ORDERED_ONCE));
            assertTrue(link.send(0, 5, numbered(i, 300), Reliability.ONCE));
            link.passMs(15);
        }
        link.passMs(120_000);
        int before = -1;
        int ordered = 0;
        for (Message message : link.messages(1)) {
            if (message.stream() == 3) {
                assertTrue(
                        number(message) > before, "late: " + number(message) + " after " + before + ", seed " + seed);
                assertArrayEquals(numbered(number(message), 2_500), message.payload());
                before = number(message);
                ordered++;
            }
        }
        long unordered = link.messages(1).stream().filter(m -> m.stream() == 5).count();
        assertTrue(ordered > 150 && ordered < 400, ordered + " ordered, seed " + seed);
        assertTrue(unordered > 250 && unordered < 400, unordered + " unordered, seed " + seed);
        assertEquals(0, link.ends[0].buffered(), "all is released, seed " + seed);
        assertEquals(0, link.ends[1].held(), "nothing is left over, seed " + seed);
    }

    @Test
    void shouldGiveUpWhatIsTooOld() {
        Link link = new Link(41).connected();
        link.cut = 1;
        Reliability brief = new Reliability(true, Reliability.UNLIMITED, 500 * Link.MS);
        assertTrue(link.send(0, 1, numbered(1, 5_000), brief));
        link.passMs(3_000);
        link.cut = -1;
        assertTrue(link.send(0, 1, numbered(2, 10), brief));
        link.passMs(20_000);
        assertEquals(
                List.of(2),
                link.messages(1).stream().map(AssociationTest::number).toList());
        assertEquals(0, link.ends[1].held());
    }

    @Test
    void shouldDropTheOldestThatWaits() {
        Link link = new Link(42).connected();
        link.cut = 1;
        for (int i = 0; i < 100; i++) {
            assertTrue(link.send(0, 1, numbered(i, 1_000), Reliability.FULL));
        }
        int before = link.ends[0].buffered(1);
        assertTrue(link.ends[0].dropOldest(1));
        assertEquals(before - 1_000 - SctpSettings.OVERHEAD, link.ends[0].buffered(1));
    }

    @Test
    void shouldHoldBackASenderWhoseMessagesNobodyTakes() {
        Link link = new Link(51).connected();
        link.reading[1] = false;
        for (int i = 0; i < 60; i++) {
            assertTrue(link.send(0, 1, numbered(i, 30_000), Reliability.FULL));
        }
        link.passMs(60_000);
        int held = link.ends[1].held();
        assertTrue(held <= SctpSettings.DEFAULT.receiveBytes() + 70_000, held + " bytes held");
        assertTrue(link.ends[0].buffered() > 1_000_000, "the rest waits at the sender");
        link.reading[1] = true;
        link.passMs(60_000);
        assertEquals(60, link.messages(1).size());
    }

    @Test
    void shouldRefuseWhatDoesNotFit() {
        Link link = new Link(52).connected();
        link.cut = 1;
        int taken = 0;
        while (link.ends[0].send(1, 53, numbered(taken, 60_000), Reliability.FULL, link.nowNs)) {
            taken++;
        }
        assertTrue(link.ends[0].buffered() <= SctpSettings.DEFAULT.sendBytes());
        assertTrue(taken > 60, taken + " taken");
    }

    @Test
    void shouldResetStreamsAndUseThemAnew() {
        Link link = new Link(61).connected();
        link.weather = Link.Weather.FOUL;
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 20; i++) {
                assertTrue(link.send(0, 7, numbered(i, 3_000), Reliability.FULL));
            }
            link.ends[0].resetStream(7);
            link.passMs(60_000);
            assertEquals(
                    round + 1,
                    link.events.get(1).stream()
                            .filter(e -> e.equals(new IncomingReset(7)))
                            .count());
            assertEquals(
                    round + 1,
                    link.events.get(0).stream()
                            .filter(e -> e.equals(new OutgoingReset(7)))
                            .count());
            assertEquals(20 * (round + 1), link.messages(1).size());
        }
    }

    @Test
    void shouldEndWhenThePeerIsGone() {
        Link link = new Link(71).connected();
        link.cut = 1;
        assertTrue(link.send(0, 1, numbered(1, 10), Reliability.FULL));
        link.passMs(300_000);
        assertEquals(new Closed(Reason.TIMEOUT), link.last(0, Closed.class));
        assertEquals(0, link.ends[0].buffered());
    }

    @Test
    void shouldLastWhileThePathIsAway() {
        Link link = new Link(72).connected();
        link.cut = 1;
        link.ends[0].suspend();
        link.ends[1].suspend();
        assertTrue(link.send(0, 1, numbered(1, 10), Reliability.FULL));
        link.passMs(600_000);
        link.cut = -1;
        link.ends[0].resume(link.nowNs);
        link.ends[1].resume(link.nowNs);
        link.passMs(5_000);
        assertEquals(1, link.messages(1).size());
    }

    @Test
    void shouldShutDownAfterAllHasCome() {
        Link link = new Link(81).connected();
        for (int i = 0; i < 50; i++) {
            assertTrue(link.send(0, 1, numbered(i, 5_000), Reliability.FULL));
        }
        link.ends[0].shutdown(link.nowNs);
        link.passMs(60_000);
        assertEquals(50, link.messages(1).size());
        assertEquals(new Closed(Reason.SHUT_DOWN), link.last(0, Closed.class));
        assertEquals(new Closed(Reason.SHUT_DOWN), link.last(1, Closed.class));
    }

    @Test
    void shouldTellThePeerOfAnAbort() {
        Link link = new Link(82).connected();
        link.ends[0].abort();
        link.passMs(1_000);
        assertEquals(new Closed(Reason.ABORTED_BY_PEER), link.last(1, Closed.class));
    }

    @Test
    void shouldAnswerHeartbeatsAndSendThem() {
        Link link = new Link(83).connected();
        long before = link.packets;
        link.passMs(100_000);
        assertTrue(link.packets >= before + 8, "beats: " + (link.packets - before));
        assertTrue(link.ends[0].established() && link.ends[1].established());
    }

    @Test
    void shouldNotAnswerPacketsWithAnotherTag() {
        Link link = new Link(91).connected();
        byte[] heartbeat = {19, -120, 19, -120, 1, 2, 3, 4, 0, 0, 0, 0, 4, 0, 0, 8, 0, 1, 0, 4};
        long before = link.packets;
        link.inject(1, heartbeat);
        link.passMs(1_000);
        assertEquals(before, link.packets);
        assertEquals(1, link.ends[1].malformed());
    }

    @Test
    void shouldNotTakeAForgedCookie() {
        Link link = new Link(92);
        byte[] echo = new byte[12 + 4 + StateCookie.BYTES];
        new SplittableRandom(5).nextBytes(echo);
        NetworkOrder.put32(echo, 12, ChunkType.COOKIE_ECHO << 24 | (4 + StateCookie.BYTES));
        new Checksum().put(echo, 0, echo.length);
        link.inject(0, echo);
        link.passMs(1_000);
        assertFalse(link.ends[0].established());
        assertNull(link.last(0, Established.class));
        assertEquals(1, link.ends[0].malformed());
    }

    @Test
    void shouldKeepToTheWindowOfMemoryWhateverComes() {
        Link link = new Link(93).connected();
        link.reading[0] = false;
        SplittableRandom random = new SplittableRandom(93);
        Forger forger = new Forger(link, 0);
        for (int i = 0; i < 20_000 && !link.ends[0].ended(); i++) {
            forger.data(random.nextInt(3), random.nextInt(4), random.nextInt(2_000), 1 + random.nextInt(900), random);
            assertTrue(link.ends[0].held() <= 2 * SctpSettings.DEFAULT.receiveBytes());
        }
        assertTrue(link.ends[0].ended() || link.ends[0].held() > 0);
    }

    @ParameterizedTest
    @ValueSource(longs = {101, 102, 103, 104})
    void shouldSurviveMutatedPackets(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 40; round++) {
            Link link = new Link(seed * 1_000 + round).connected();
            Forger forger = new Forger(link, 0);
            for (int i = 0; i < 200; i++) {
                var _ = link.send(0, 1, numbered(i, 1_500), Reliability.FULL); // until something forged ends it
                forger.any(random);
                link.passMs(random.nextInt(30));
            }
            assertTrue(link.ends[0].held() <= 2 * SctpSettings.DEFAULT.receiveBytes(), "seed " + seed);
        }
    }

    @Test
    void shouldGiveRandomBytesAVerdict() {
        SplittableRandom random = new SplittableRandom(111);
        Association association = new Association(SctpSettings.DEFAULT, random.split());
        association.connect(0);
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = new byte[random.nextInt(80)];
            random.nextBytes(bytes);
            association.receive(bytes, 0, bytes.length, i);
        }
        assertFalse(association.established());
    }
}
