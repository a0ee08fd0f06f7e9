package chat.tertulia.node.link;

import java.time.Duration;

/**
 * How patient a link is.
 *
 * @param firstPause before the first dial after a loss; doubles with each failure
 * @param silence without any frame, pongs among them, after which the connection is given up
 */
public record LinkPace(Duration firstPause, Duration longestPause, Duration ping, Duration silence) {
    public static final LinkPace DEFAULT =
            new LinkPace(Duration.ofMillis(250), Duration.ofSeconds(10), Duration.ofSeconds(5), Duration.ofSeconds(20));
}
