package chat.tertulia.media.sctp;

/** A DATA chunk that has its TSN: a slice of its message. */
final class SentChunk {
    final int tsn;
    final OutgoingMessage message;
    final int from;
    final int length;
    int transmissions;
    long sentNs;
    int missing;
    boolean acked;
    /** To be sent again; not in flight. */
    boolean lost;

    SentChunk(int tsn, OutgoingMessage message, int from, int length) {
        this.tsn = tsn;
        this.message = message;
        this.from = from;
        this.length = length;
    }

    boolean inFlight() {
        return !acked && !lost && !message.abandoned;
    }

    boolean last() {
        return from + length == message.payload.length;
    }

    int flags() {
        int flags = from == 0 ? DataChunk.BEGIN : 0;
        flags |= last() ? DataChunk.END : 0;
        return message.reliability.ordered() ? flags : flags | DataChunk.UNORDERED;
    }

    void write(PacketWriter writer) {
        writer.chunk(ChunkType.DATA, flags());
        writer.put32(tsn);
        writer.put16(message.stream.id);
        writer.put16(message.sequence);
        writer.put32(message.protocol);
        writer.put(message.payload, from, length);
        writer.endChunk();
    }
}
