package chat.tertulia.launcher;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/** Asked before anything is started, since a server that cannot bind says so in a log that nobody reads. */
final class Ports {
    private Ports() {}

    static void requireFree(Options options) throws Failure {
        InetAddress host = resolve(options.host());
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, options.port()));
        } catch (IOException taken) {
            throw Failure.broken("Port " + options.port() + " on " + options.host() + " cannot be used ("
                    + taken.getMessage() + "). Choose another: ./tertulia up --port " + (options.port() + 1));
        }
        try (DatagramSocket socket = new DatagramSocket(null)) {
            socket.bind(new InetSocketAddress(options.mediaPort()));
        } catch (IOException taken) {
            throw Failure.broken("UDP port " + options.mediaPort() + " cannot be used (" + taken.getMessage()
                    + "). Choose another: ./tertulia up --media-port " + (options.mediaPort() + 1));
        }
    }

    private static InetAddress resolve(String host) throws Failure {
        try {
            InetAddress[] found = InetAddress.getAllByName(host);
            return found[0];
        } catch (UnknownHostException unknown) {
            throw Failure.usage("--host " + host + " is no address of this machine.");
        }
    }
}
