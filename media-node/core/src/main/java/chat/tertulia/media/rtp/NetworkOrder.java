package chat.tertulia.media.rtp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Big-endian numbers in a byte array. Bounds are the caller's; an index outside is a bug. */
public final class NetworkOrder {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private NetworkOrder() {}

    public static int u8(byte[] bytes, int at) {
        return bytes[at] & 0xff;
    }

    public static int u16(byte[] bytes, int at) {
        return (short) SHORT.get(bytes, at) & 0xffff;
    }

    public static int u24(byte[] bytes, int at) {
        return (u8(bytes, at) << 16) | u16(bytes, at + 1);
    }

    /** 32 bits as they are; compare and add modulo 2^32. */
    public static int i32(byte[] bytes, int at) {
        return (int) INT.get(bytes, at);
    }

    public static long u32(byte[] bytes, int at) {
        return i32(bytes, at) & 0xffff_ffffL;
    }

    public static void put8(byte[] bytes, int at, int value) {
        bytes[at] = (byte) value;
    }

    public static void put16(byte[] bytes, int at, int value) {
        SHORT.set(bytes, at, (short) value);
    }

    public static void put24(byte[] bytes, int at, int value) {
        put8(bytes, at, value >> 16);
        put16(bytes, at + 1, value);
    }

    public static void put32(byte[] bytes, int at, int value) {
        INT.set(bytes, at, value);
    }
}
