package chat.tertulia.gateway.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Whose word counts for the address of a client. Each proxy appends the address it saw to X-Forwarded-For, so with n proxies
 * of our own the n-th entry from the right is the client; everything left of it is the client's own claim.
 *
 * @param count how many of our proxies a request passes; 0 ignores the header
 */
public record TrustedProxies(int count) {
    public static final TrustedProxies NONE = new TrustedProxies(0);

    /**
     * @param remote the peer of the TCP connection
     * @param forwardedFor the X-Forwarded-For headers, in order
     */
    public String address(String remote, List<String> forwardedFor) {
        List<String> path = new ArrayList<>();
        for (String header : forwardedFor) {
            Collections.addAll(path, header.split(",", -1));
        }
        path.add(remote);
        String address = path.get(Math.max(0, path.size() - 1 - count)).strip();
        return address.isEmpty() || address.length() > 64 ? remote : address;
    }
}
