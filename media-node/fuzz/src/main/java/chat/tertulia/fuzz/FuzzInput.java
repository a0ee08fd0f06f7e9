package chat.tertulia.fuzz;

/** The fuzzer's bytes, read one after the other; behind the end there are zeros, so that every input means something. */
public final class FuzzInput {
    private final byte[] data;
    private int at;

    public FuzzInput(byte[] data) {
        this.data = data;
    }

    public boolean hasMore() {
        return at < data.length;
    }

    public int remaining() {
        return data.length - at;
    }

    public int u8() {
        return at < data.length ? data[at++] & 0xff : 0;
    }

    public int u16() {
        return (u8() << 8) | u8();
    }

    public int i32() {
        return (u16() << 16) | u16();
    }

    /** From 0 to below the bound, which is at most 256. */
    public int below(int bound) {
        return u8() % bound;
    }

    public boolean flag() {
        return (u8() & 1) != 0;
    }

    /** At most so many bytes. */
    public byte[] bytes(int most) {
        int size = Math.min(most, remaining());
        byte[] taken = new byte[size];
        System.arraycopy(data, at, taken, 0, size);
        at += size;
        return taken;
    }

    @SafeVarargs
    public final <T> T oneOf(T... values) {
        return values[below(values.length)];
    }
}
