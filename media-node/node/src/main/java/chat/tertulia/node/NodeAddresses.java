package chat.tertulia.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Which addresses a node binds and which it tells. Total but for {@link IllegalArgumentException} at an operator's mistake. */
final class NodeAddresses {
    /** In a list of told addresses: those of this machine as well. */
    static final String LOCAL = "local";

    /** Each one told is a pair more that every client checks. */
    static final int MOST = 8;

    /** Bridges and pairs of container engines and virtual machines: nobody comes in by them. */
    private static final List<String> INTERNAL =
            List.of("docker", "br-", "veth", "virbr", "cni", "flannel", "lxc", "podman");

    private NodeAddresses() {}

    /** Addresses to bind. A wildcard goes with nothing else, since the kernel would refuse the port to one of them. */
    static List<InetAddress> bound(String name, List<String> words) {
        Set<InetAddress> bound = literals(name, words);
        if (bound.size() > 1 && bound.stream().anyMatch(InetAddress::isAnyLocalAddress)) {
            throw new IllegalArgumentException(name + ": 0.0.0.0 and :: go with no other address");
        }
        return limited(name, bound);
    }

    /** Addresses to tell: literals, and {@link #LOCAL} for what is bound or, with a wildcard, found. */
    static List<InetAddress> told(String name, List<String> words, List<InetAddress> bound) {
        Set<InetAddress> told = literals(
                name, words.stream().filter(word -> !word.equals(LOCAL)).toList());
        if (told.stream().anyMatch(InetAddress::isAnyLocalAddress)) {
            throw new IllegalArgumentException(name + ": 0.0.0.0 and :: are where to listen, not where somebody is");
        }
        if (words.isEmpty() || words.contains(LOCAL)) {
            told.addAll(reachable(bound));
        }
        return limited(name, told);
    }

    private static List<InetAddress> reachable(List<InetAddress> bound) {
        List<InetAddress> concrete =
                bound.stream().filter(address -> !address.isAnyLocalAddress()).toList();
        if (concrete.size() == bound.size()) {
            return concrete;
        }
        // A socket on 0.0.0.0 hears IPv4 only; one on :: hears both.
        boolean both =
                bound.stream().anyMatch(address -> address.isAnyLocalAddress() && address.getAddress().length == 16);
        return own().stream()
                .filter(address -> both || address instanceof Inet4Address)
                .toList();
    }

    private static Set<InetAddress> literals(String name, List<String> words) {
        Set<InetAddress> addresses = new LinkedHashSet<>();
        for (String word : words) {
            try {
                InetAddress address = InetAddress.ofLiteral(word);
                if (address.isMulticastAddress() || address.isLinkLocalAddress()) {
                    throw new IllegalArgumentException(name + ": " + word + " is of use on one link only, or for many");
                }
                addresses.add(address);
            } catch (IllegalArgumentException notALiteral) {
                String said = String.valueOf(notALiteral.getMessage());
                throw said.startsWith(name)
                        ? notALiteral
                        : new IllegalArgumentException(name + ": IP addresses, comma separated, no names", notALiteral);
            }
        }
        return addresses;
    }

    private static List<InetAddress> limited(String name, Set<InetAddress> addresses) {
        if (addresses.size() > MOST) {
            throw new IllegalArgumentException(name + ": at most " + MOST + " addresses");
        }
        return List.copyOf(addresses);
    }

    /** What this machine has, IPv4 first; loopback when there is nothing else. No link-local ones, and none of containers. */
    static List<InetAddress> own() {
        try {
            return chosen(Collections.list(NetworkInterface.getNetworkInterfaces()).stream()
                    .filter(NodeAddresses::leadsOut)
                    .flatMap(network -> Collections.list(network.getInetAddresses()).stream())
                    .toList());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static List<InetAddress> chosen(List<InetAddress> found) {
        List<InetAddress> usable = found.stream()
                .filter(address -> !address.isLinkLocalAddress()
                        && !address.isLoopbackAddress()
                        && !address.isMulticastAddress()
                        && !address.isAnyLocalAddress())
                .distinct()
                .toList();
        List<InetAddress> chosen = new ArrayList<>(Stream.concat(
                        usable.stream().filter(Inet4Address.class::isInstance),
                        usable.stream().filter(address -> !(address instanceof Inet4Address)))
                .limit(MOST)
                .toList());
        return chosen.isEmpty() ? List.of(InetAddress.ofLiteral("127.0.0.1")) : List.copyOf(chosen);
    }

    private static boolean leadsOut(NetworkInterface network) {
        String name = network.getName().toLowerCase(Locale.ROOT);
        try {
            return network.isUp() && !network.isLoopback() && INTERNAL.stream().noneMatch(name::startsWith);
        } catch (IOException gone) {
            return false;
        }
    }
}
