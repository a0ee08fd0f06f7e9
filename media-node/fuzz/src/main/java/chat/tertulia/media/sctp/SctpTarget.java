package chat.tertulia.media.sctp;

import chat.tertulia.fuzz.Broken;
import chat.tertulia.fuzz.FuzzInput;
import chat.tertulia.media.rtp.NetworkOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Two associations, whose packets are lost, repeated and changed on their way, and among them chunks of a peer that knows the tag
 * and means no good. Whatever comes: no exception, what waits is bounded, polling and timers end.
 */
public final class SctpTarget {
    private static final SctpSettings SMALL =
            new SctpSettings(SctpSettings.PORT, 400, 8, 4096, 16 * 1024, 16 * 1024, 5);
    private static final int MOST_STEPS = 300;
    private static final int MOST_POLLS = 5000;

    private final FuzzInput input;
    private final Association ours = new Association(SMALL, new SplittableRandom(1));
    private final Association theirs = new Association(SMALL, new SplittableRandom(2));
    private final List<byte[]> toUs = new ArrayList<>();
    private final List<byte[]> toThem = new ArrayList<>();
    private int tag;
    private long nowNs = 1_000_000_000L;

    private SctpTarget(FuzzInput input) {
        this.input = input;
    }

    public static void run(byte[] data) {
        new SctpTarget(new FuzzInput(data)).play();
    }

    private void play() {
        theirs.connect(nowNs);
        if (input.flag()) {
            settle(8);
        }
        for (int step = 0; step < MOST_STEPS && input.hasMore() && !ours.ended(); step++) {
            step(input.below(12));
            collect();
        }
    }

    private void step(int kind) {
        switch (kind) {
            case 0 -> settle(1 + input.below(8));
            case 1, 2, 3 -> ours.receive(forged(), 0, forgedLength, nowNs);
            case 4 -> damaged();
            case 5 -> pass(input.u8() * 10_000_000L);
            case 6 -> {
                Reliability how = new Reliability(input.flag(), input.flag() ? input.below(3) : -1, Long.MAX_VALUE);
                var _ = ours.send(input.below(10), 51, input.bytes(input.u8() * 8), how, nowNs);
            }
            case 7 -> {
                Reliability how = new Reliability(input.flag(), input.flag() ? input.below(3) : -1, Long.MAX_VALUE);
                var _ = theirs.send(input.below(10), 51, new byte[1 + 20 * input.u8()], how, nowNs);
            }
            case 8 -> (input.flag() ? ours : theirs).resetStream(input.below(10));
            case 9 -> toUs.clear();
            case 10 -> {
                ours.suspend();
                ours.resume(nowNs);
            }
            default -> pass(50_000_000L);
        }
    }

    private int forgedLength;

    /** One to three chunks of any type under the right tag; without checksum, as RFC 9653 allows, or with a right one. */
    private byte[] forged() {
        byte[] packet = new byte[2000];
        NetworkOrder.put16(packet, 0, SctpSettings.PORT);
        NetworkOrder.put16(packet, 2, SctpSettings.PORT);
        int at = PacketFormat.HEADER;
        boolean first = true;
        for (int i = input.below(3); i >= 0; i--) {
            int type = input.oneOf(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 14, 130, 192, 193, input.u8());
            byte[] value = input.bytes(input.u8());
            NetworkOrder.put32(packet, PacketFormat.TAG_AT, first && type == ChunkType.INIT ? 0 : tag);
            first = false;
            NetworkOrder.put8(packet, at, type);
            NetworkOrder.put8(packet, at + 1, input.u8());
            NetworkOrder.put16(packet, at + 2, 4 + value.length);
            System.arraycopy(value, 0, packet, at + 4, value.length);
            at += PacketFormat.padded(4 + value.length);
        }
        forgedLength = at;
        return packet;
    }

    private void damaged() {
        if (!toUs.isEmpty()) {
            byte[] packet = toUs.get(input.below(Math.min(256, toUs.size()))).clone();
            for (int i = input.below(4); i >= 0; i--) {
                packet[PacketFormat.HEADER + input.u16() % (packet.length - PacketFormat.HEADER)] = (byte) input.u8();
            }
            NetworkOrder.put32(packet, PacketFormat.CHECKSUM_AT, 0);
            ours.receive(packet, 0, packet.length, nowNs);
        }
    }

    private void settle(int rounds) {
        for (int i = 0; i < rounds; i++) {
            collect();
            List<byte[]> up = new ArrayList<>(toUs);
            List<byte[]> down = new ArrayList<>(toThem);
            toUs.clear();
            toThem.clear();
            up.forEach(packet -> ours.receive(packet, 0, packet.length, nowNs));
            down.forEach(packet -> theirs.receive(packet, 0, packet.length, nowNs));
            nowNs += 1_000_000;
        }
    }

    private void pass(long ns) {
        long end = nowNs + ns;
        for (int i = 0; Math.min(ours.nextTimeoutNs(), theirs.nextTimeoutNs()) <= end; i++) {
            Broken.unless(i < MOST_POLLS, "timers get on");
            nowNs = Math.max(nowNs, Math.min(ours.nextTimeoutNs(), theirs.nextTimeoutNs()));
            ours.timeout(nowNs);
            theirs.timeout(nowNs);
            collect();
        }
        nowNs = end;
    }

    private void collect() {
        poll(ours, toThem);
        poll(theirs, toUs);
        for (byte[] packet : toUs) {
            tag = NetworkOrder.i32(packet, PacketFormat.TAG_AT) != 0
                    ? NetworkOrder.i32(packet, PacketFormat.TAG_AT)
                    : tag;
        }
        Broken.unless(ours.buffered() <= SMALL.sendBytes() + 8192, "what waits is bounded, not " + ours.buffered());
        for (int i = 0; ours.pollEvent() != null; i++) {
            Broken.unless(i < MOST_POLLS, "events end");
        }
        while (theirs.pollEvent() != null) {
            // Only ours is under test.
        }
    }

    private void poll(Association from, List<byte[]> into) {
        byte[] out = new byte[4096];
        for (int i = 0; ; i++) {
            Broken.unless(i < MOST_POLLS, "polling ends");
            int length = from.poll(out, nowNs);
            if (length <= 0) {
                return;
            }
            Broken.unless(length <= 1500, "a packet is not larger than a datagram, but " + length);
            if (into.size() < 64) {
                into.add(Arrays.copyOf(out, length));
            }
        }
    }
}
