package chat.tertulia.bench.against;

/** How long a case is let run before it is measured, and through how many windows. */
record Pace(long warmMillis, int windows, long windowMillis) {}
