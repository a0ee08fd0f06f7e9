package chat.tertulia.media;

import chat.tertulia.fuzz.FuzzInput;

/**
 * A whole room under commands, packets and time that the input chooses. Whatever comes: no exception, what goes out is well
 * formed, no index of an outgoing stream is used for two packets, timers get on, and an empty room holds nothing.
 */
public final class RoomTarget {
    private static final int MOST_STEPS = 400;
    private static final long TICK_NS = 40_000;

    private final FuzzInput input;
    private final RoomUnderFire room = new RoomUnderFire();
    private final CommandMaker commands;
    private final PacketMaker packets;

    private RoomTarget(FuzzInput input) {
        this.input = input;
        commands = new CommandMaker(input);
        packets = new PacketMaker(input, room);
    }

    public static void run(byte[] data) {
        new RoomTarget(new FuzzInput(data)).play();
    }

    private void play() {
        for (int step = 0; step < MOST_STEPS && input.hasMore(); step++) {
            step(input.below(16));
        }
        room.end();
    }

    private void step(int kind) {
        switch (kind) {
            case 0 -> room.open(input.below(RoomUnderFire.TRANSPORTS));
            case 1 -> room.path(transport(), input.flag());
            case 2 -> room.handle(commands.receive());
            case 3 -> room.handle(commands.send());
            case 4 -> room.handle(commands.small());
            case 5 -> room.pass(TICK_NS * input.u16());
            case 6 -> room.pass(TICK_NS * input.u8());
            case 7 -> room.receive(transport(), input.bytes(input.u16() % 1700));
            case 8, 9 -> room.receive(transport(), packets.rtcp());
            case 10 -> burst(transport(), 1 + input.below(64));
            default -> room.receive(transport(), packets.rtp());
        }
    }

    private void burst(int transport, int size) {
        byte[] first = packets.rtp();
        for (int i = 0; i < size && first.length >= 4; i++) {
            int sequence = ((first[2] & 0xff) << 8 | (first[3] & 0xff)) + 1;
            first[2] = (byte) (sequence >> 8);
            first[3] = (byte) sequence;
            room.receive(transport, first);
        }
    }

    private int transport() {
        return input.below(RoomUnderFire.TRANSPORTS);
    }
}
