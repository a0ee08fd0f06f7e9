package chat.tertulia.media.sctp;

import chat.tertulia.media.rtp.NetworkOrder;
import java.util.SplittableRandom;

/** Somebody who knows the tag of an end and sends it what no peer of good will would. */
final class Forger {
    private static final int[] TYPES = {0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 14, 130, 192, 192, 3, 0, 0, 15, 129, 64};

    private final Link link;
    private final int end;
    private final int tag;
    private final int tsn;

    Forger(Link link, int end) {
        this.link = link;
        this.end = end;
        byte[] packet = new byte[1200];
        // A message of the other side shows both.
        Association other = link.ends[1 - end];
        other.send(1, 53, new byte[] {1}, Reliability.FULL, link.nowNs);
        int size = other.poll(packet, link.nowNs);
        tag = NetworkOrder.i32(packet, PacketFormat.TAG_AT);
        int at = PacketFormat.HEADER;
        while (NetworkOrder.u8(packet, at) != ChunkType.DATA && at < size) {
            at = PacketFormat.next(packet, at);
        }
        tsn = DataChunk.tsn(packet, at);
        link.inject(end, java.util.Arrays.copyOf(packet, size));
    }

    void data(int flags, int stream, int ahead, int size, SplittableRandom random) {
        byte[] packet = head(DataChunk.HEADER + size);
        NetworkOrder.put32(packet, 12, flags << 16 | (DataChunk.HEADER + size));
        NetworkOrder.put32(packet, 16, tsn + ahead);
        NetworkOrder.put16(packet, 20, stream);
        NetworkOrder.put16(packet, 22, random.nextInt(5));
        inject(packet);
    }

    void any(SplittableRandom random) {
        int size = random.nextInt(60);
        byte[] packet = head(PacketFormat.CHUNK_HEADER + size);
        byte[] body = new byte[packet.length - 16];
        random.nextBytes(body);
        System.arraycopy(body, 0, packet, 16, body.length);
        NetworkOrder.put8(packet, 12, TYPES[random.nextInt(TYPES.length)]);
        NetworkOrder.put8(packet, 13, random.nextInt(16));
        NetworkOrder.put16(packet, 14, random.nextInt(8) == 0 ? random.nextInt(100) : PacketFormat.CHUNK_HEADER + size);
        if (size > 12 && random.nextBoolean()) {
            NetworkOrder.put32(packet, 16, tsn + random.nextInt(200) - 20);
            NetworkOrder.put32(packet, 24, random.nextInt(4));
        }
        inject(packet);
    }

    private byte[] head(int chunk) {
        byte[] packet = new byte[PacketFormat.HEADER + PacketFormat.padded(chunk)];
        NetworkOrder.put16(packet, 0, 5000);
        NetworkOrder.put16(packet, 2, 5000);
        NetworkOrder.put32(packet, 4, tag);
        return packet;
    }

    private void inject(byte[] packet) {
        new Checksum().put(packet, 0, packet.length);
        link.inject(end, packet);
    }
}
