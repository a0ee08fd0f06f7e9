package chat.tertulia.media.sctp;

import chat.tertulia.media.rtp.NetworkOrder;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** What an association has to say beside data: whole packets that stand alone, and chunks that go with the next one. */
final class Replies {
    /** A peer that floods gets no more answers than these. */
    private static final int MOST = 32;

    private final SctpSettings settings;
    private final PacketWriter writer;
    private final Queue<byte[]> packets = new ArrayDeque<>();
    private final Queue<byte[]> chunks = new ArrayDeque<>();

    Replies(SctpSettings settings, PacketWriter writer) {
        this.settings = settings;
        this.writer = writer;
    }

    void chunk(int type, byte[] body) {
        if (chunks.size() < MOST) {
            byte[] chunk = new byte[PacketFormat.CHUNK_HEADER + body.length];
            NetworkOrder.put8(chunk, 0, type);
            NetworkOrder.put16(chunk, 2, chunk.length);
            System.arraycopy(body, 0, chunk, PacketFormat.CHUNK_HEADER, body.length);
            chunks.add(chunk);
        }
    }

    void packet(int type, int toTag, byte[] body) {
        if (packets.size() < MOST) {
            byte[] packet =
                    new byte[PacketFormat.HEADER + PacketFormat.CHUNK_HEADER + PacketFormat.padded(body.length)];
            writer.begin(packet, settings.peerPort(), toTag);
            writer.chunk(type, 0);
            writer.put(body, 0, body.length);
            writer.endChunk();
            var _ = writer.finish(false);
            packets.add(packet);
        }
    }

    void handshake(Handshake message, int toTag) {
        if (packets.size() < MOST) {
            byte[] packet = new byte[settings.packetBytes()];
            writer.begin(packet, settings.peerPort(), toTag);
            message.write(writer);
            packets.add(Arrays.copyOf(packet, writer.finish(false)));
        }
    }

    byte @Nullable [] pollPacket() {
        return packets.poll();
    }

    /** Writes as many chunks as there is room for; true when our cookie is among them. */
    boolean fill() {
        boolean echoes = false;
        for (byte[] chunk = chunks.peek(); chunk != null && writer.room() >= PacketFormat.padded(chunk.length); ) {
            chunks.remove();
            echoes |= chunk[0] == ChunkType.COOKIE_ECHO;
            writer.whole(chunk);
            chunk = chunks.peek();
        }
        return echoes;
    }

    /** The association has ended; a packet that says so still goes. */
    void clearChunks() {
        chunks.clear();
    }
}
