package chat.tertulia.gateway.engine;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which web pages may open a session. A browser always sends Origin where another site could be behind the request; who
 * sends none is no browser, and is let in. The opaque origin {@code null} is nobody's.
 */
public final class OriginPolicy {
    private final Set<String> allowed;
    private final boolean any;

    private OriginPolicy(Set<String> allowed, boolean any) {
        this.allowed = allowed;
        this.any = any;
    }

    public static OriginPolicy only(Collection<String> origins) {
        return new OriginPolicy(origins.stream().map(OriginPolicy::normal).collect(Collectors.toSet()), false);
    }

    /** For tests of the protocol; a server of people's messages must not use it. */
    public static OriginPolicy any() {
        return new OriginPolicy(Set.of(), true);
    }

    public boolean allows(@Nullable String origin) {
        return any || origin == null || allowed.contains(normal(origin));
    }

    private static String normal(String origin) {
        String lower = origin.strip().toLowerCase(Locale.ROOT);
        return lower.endsWith("/") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
