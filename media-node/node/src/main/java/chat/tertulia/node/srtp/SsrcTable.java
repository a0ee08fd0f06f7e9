package chat.tertulia.node.srtp;

import org.jspecify.annotations.Nullable;

/** SSRC to context without boxing: open addressing, never shrinks, bounded by its owner. */
final class SsrcTable<T> {
    private int[] keys = new int[16];
    private @Nullable Object[] values = new @Nullable Object[16];
    private int size;

    int size() {
        return size;
    }

    @SuppressWarnings("unchecked") // only put() writes, and it takes a T
    @Nullable
    T get(int ssrc) {
        return (T) values[slot(keys, values, ssrc)];
    }

    void put(int ssrc, T value) {
        if (size * 2 >= keys.length) {
            grow();
        }
        int slot = slot(keys, values, ssrc);
        if (values[slot] == null) {
            size++;
        }
        keys[slot] = ssrc;
        values[slot] = value;
    }

    private void grow() {
        int[] oldKeys = keys;
        @Nullable Object[] oldValues = values;
        keys = new int[oldKeys.length * 2];
        values = new @Nullable Object[keys.length];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldValues[i] != null) {
                int slot = slot(keys, values, oldKeys[i]);
                keys[slot] = oldKeys[i];
                values[slot] = oldValues[i];
            }
        }
    }

    private static int slot(int[] keys, @Nullable Object[] values, int ssrc) {
        int mask = keys.length - 1;
        int slot = (ssrc * 0x9E3779B9) >>> 7 & mask;
        while (values[slot] != null && keys[slot] != ssrc) {
            slot = slot + 1 & mask;
        }
        return slot;
    }
}
