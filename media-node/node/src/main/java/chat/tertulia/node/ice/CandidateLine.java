package chat.tertulia.node.ice;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One candidate of the peer (RFC 8839 §5.1) that the node can use: UDP, component 1, an address literal. Total: others,
 * mDNS names among them, parse to null, and the peer is then found by its own checks.
 */
record CandidateLine(String foundation, long priority, InetSocketAddress address, String type) {
    private static final int LONGEST = 512;

    static @Nullable CandidateLine parse(String line) {
        if (line.length() > LONGEST) {
            return null;
        }
        String[] words = line.strip().split("\\s+", -1);
        if (words.length < 8
                || !words[1].equals("1")
                || !words[2].toLowerCase(Locale.ROOT).equals("udp")
                || !words[6].equals("typ")) {
            return null;
        }
        String foundation = words[0].startsWith("candidate:") ? words[0].substring("candidate:".length()) : words[0];
        try {
            long priority = Long.parseLong(words[3]);
            int port = Integer.parseInt(words[5]);
            InetAddress address = InetAddress.ofLiteral(words[4]);
            boolean usable = port > 0 && port < 65536 && priority > 0 && priority < 1L << 32;
            return usable && !address.isAnyLocalAddress() && !address.isMulticastAddress()
                    ? new CandidateLine(foundation, priority, new InetSocketAddress(address, port), words[7])
                    : null;
        } catch (IllegalArgumentException notALiteral) {
            return null;
        }
    }
}
