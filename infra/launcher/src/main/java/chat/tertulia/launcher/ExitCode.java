package chat.tertulia.launcher;

/** What a shell sees. */
final class ExitCode {
    static final int OK = 0;
    static final int BROKEN = 1;
    static final int USAGE = 2;
    /** {@code status}: nothing runs on this data folder. */
    static final int NOT_RUNNING = 3;

    private ExitCode() {}
}
