package chat.tertulia.fuzz;

/** A promise that some bytes made false. */
public final class Broken {
    private Broken() {}

    public static void unless(boolean holds, String promise) {
        if (!holds) {
            throw new IllegalStateException("Not so: " + promise);
        }
    }
}
