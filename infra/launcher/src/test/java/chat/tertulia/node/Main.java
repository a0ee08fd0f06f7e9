package chat.tertulia.node;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/** Shows its key to the server until it is taken, then stays. */
public final class Main {
    private static final long RETRY_MS = 50;

    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
        URI server = URI.create(System.getenv("TERTULIA_SIGNALING_URL").replaceFirst("^ws", "http"));
        while (!taken(server)) {
            Thread.sleep(RETRY_MS);
        }
        Thread.sleep(Long.MAX_VALUE);
    }

    private static boolean taken(URI server) {
        try {
            HttpURLConnection connection = (HttpURLConnection) server.toURL().openConnection();
            connection.setRequestProperty("Authorization", "Bearer " + System.getenv("TERTULIA_NODE_KEY"));
            return connection.getResponseCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }
}
