package chat.tertulia.platform;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** ISO 8601 UTC with exactly three digits of milliseconds: on the wire, and in the database, where it sorts as text. */
public final class IsoTime {
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private IsoTime() {}

    public static String of(Instant instant) {
        return FORMAT.format(instant);
    }

    public static String of(long epochMillis) {
        return of(Instant.ofEpochMilli(epochMillis));
    }
}
