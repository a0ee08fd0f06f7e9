package chat.tertulia.bench.chat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** RFC 6455 §5.2 frames of a server, unmasked and unfragmented, out of whatever pieces the socket gives. */
final class FrameReader {
    private static final int TEXT = 1;
    private static final int CLOSE = 8;

    private ByteBuffer kept = ByteBuffer.allocate(8192).flip();
    private boolean closed;

    /** Feeds bytes and calls back with each text. */
    void read(ByteBuffer bytes, Consumer<String> onText) {
        ByteBuffer all = join(bytes);
        while (frame(all, onText)) {}
        kept = ByteBuffer.allocate(Math.max(8192, all.remaining())).put(all).flip();
    }

    boolean closed() {
        return closed;
    }

    private ByteBuffer join(ByteBuffer bytes) {
        if (!kept.hasRemaining()) {
            return bytes;
        }
        return ByteBuffer.allocate(kept.remaining() + bytes.remaining())
                .put(kept)
                .put(bytes)
                .flip();
    }

    private boolean frame(ByteBuffer all, Consumer<String> onText) {
        int start = all.position();
        if (all.remaining() < 2) {
            return false;
        }
        int opcode = all.get() & 0x0F;
        long length = all.get() & 0x7F;
        int extra = length == 126 ? 2 : length == 127 ? 8 : 0;
        if (all.remaining() < extra) {
            all.position(start);
            return false;
        }
        if (extra == 2) {
            length = all.getShort() & 0xFFFF;
        } else if (extra == 8) {
            length = all.getLong();
        }
        if (all.remaining() < length) {
            all.position(start);
            return false;
        }
        if (opcode == TEXT) {
            onText.accept(StandardCharsets.UTF_8
                    .decode(all.slice(all.position(), (int) length))
                    .toString());
        } else if (opcode == CLOSE) {
            closed = true;
        }
        all.position(all.position() + (int) length);
        return true;
    }
}
