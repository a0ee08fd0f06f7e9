package chat.tertulia.launcher;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;

/** Where clients may find the media node on this machine. */
final class MediaAddresses {
    private MediaAddresses() {}

    /** A server that only this machine reaches offers only the loopback. */
    static List<String> of(Options options) throws Failure {
        if (!options.mediaAddresses().isEmpty()) {
            return options.mediaAddresses();
        }
        if (options.listensOnLoopback() && options.publicUrl() == null) {
            return List.of("127.0.0.1");
        }
        try {
            List<String> found = NetworkInterface.networkInterfaces()
                    .filter(MediaAddresses::isUsable)
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLinkLocalAddress() && !address.isMulticastAddress())
                    .map(InetAddress::getHostAddress)
                    .map(address -> address.replaceFirst("%.*", ""))
                    .toList();
            return found.isEmpty() ? List.of("127.0.0.1") : found;
        } catch (SocketException failure) {
            throw Failure.broken("The network interfaces cannot be listed: " + failure.getMessage()
                    + ". Name the addresses with --media-address.");
        }
    }

    private static boolean isUsable(NetworkInterface network) {
        try {
            return network.isUp() && !network.isLoopback();
        } catch (SocketException gone) {
            return false;
        }
    }
}
