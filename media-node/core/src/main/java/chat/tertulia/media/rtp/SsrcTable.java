package chat.tertulia.media.rtp;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** 32-bit keys to objects without boxing: open addressing, linear probing, at most half full. */
public final class SsrcTable<V> {
    private int[] keys = new int[8];
    private @Nullable Object[] values = new @Nullable Object[8];
    private int size;

    public @Nullable V get(int key) {
        for (int i = slot(key); ; i = (i + 1) & (keys.length - 1)) {
            Object value = values[i];
            if (value == null) {
                return null;
            }
            if (keys[i] == key) {
                return cast(value);
            }
        }
    }

    public void put(int key, V value) {
        if (2 * (size + 1) > keys.length) {
            rehash(keys.length * 2);
        }
        insert(key, value);
    }

    private void insert(int key, Object value) {
        int i = slot(key);
        while (values[i] != null && keys[i] != key) {
            i = (i + 1) & (keys.length - 1);
        }
        size += values[i] == null ? 1 : 0;
        keys[i] = key;
        values[i] = value;
    }

    public void removeIf(Predicate<? super V> condemned) {
        int[] oldKeys = keys;
        @Nullable Object[] oldValues = values;
        keys = new int[oldKeys.length];
        values = new @Nullable Object[oldKeys.length];
        size = 0;
        for (int i = 0; i < oldKeys.length; i++) {
            Object value = oldValues[i];
            if (value != null && !condemned.test(cast(value))) {
                insert(oldKeys[i], value);
            }
        }
    }

    public void forEach(Consumer<? super V> action) {
        for (Object value : values) {
            if (value != null) {
                action.accept(cast(value));
            }
        }
    }

    public int size() {
        return size;
    }

    public void clear() {
        Arrays.fill(values, null);
        size = 0;
    }

    private void rehash(int capacity) {
        int[] oldKeys = keys;
        @Nullable Object[] oldValues = values;
        keys = new int[capacity];
        values = new @Nullable Object[capacity];
        size = 0;
        for (int i = 0; i < oldKeys.length; i++) {
            Object value = oldValues[i];
            if (value != null) {
                insert(oldKeys[i], value);
            }
        }
    }

    private int slot(int key) {
        int mixed = key * 0x9e3779b9;
        return (mixed ^ (mixed >>> 16)) & (keys.length - 1);
    }

    @SuppressWarnings("unchecked") // only put() stores, and it takes a V
    private V cast(Object value) {
        return (V) value;
    }
}
