package chat.tertulia.launcher;

/** Why the command ends, said so that somebody can act on it; no stack trace is shown. */
final class Failure extends Exception {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    Failure(int exitCode, String message) {
        super(message, null, false, false);
        this.exitCode = exitCode;
    }

    static Failure usage(String message) {
        return new Failure(ExitCode.USAGE, message);
    }

    static Failure broken(String message) {
        return new Failure(ExitCode.BROKEN, message);
    }

    int exitCode() {
        return exitCode;
    }
}
