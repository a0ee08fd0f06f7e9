package chat.tertulia.media;

import static java.nio.charset.StandardCharsets.US_ASCII;

import chat.tertulia.control.Command.Codec;
import chat.tertulia.control.Command.HeaderExtension;
import chat.tertulia.control.Command.Layer;
import chat.tertulia.media.rtp.NetworkOrder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Packets of a real browser, see recordings/README.md. Each gets its index in a header extension of our own. */
final class Recording {
    static final String INDEX_URI = "urn:tertulia:test:index";
    static final int INDEX_ID = 12;

    static final class Packet {
        private final int index;
        private final long atNs;
        private final byte[] bytes;

        Packet(int index, long atNs, byte[] bytes) {
            this.index = index;
            this.atNs = atNs;
            this.bytes = bytes;
        }

        int index() {
            return index;
        }

        long atNs() {
            return atNs;
        }

        byte[] bytes() {
            return bytes;
        }

        int ssrc() {
            return NetworkOrder.i32(bytes, 8);
        }

        int sequence() {
            return NetworkOrder.u16(bytes, 2);
        }

        int timestamp() {
            return NetworkOrder.i32(bytes, 4);
        }
    }

    private final List<Packet> packets = new ArrayList<>();
    private final List<HeaderExtension> extensions = new ArrayList<>();
    private final List<String> rids = new ArrayList<>();
    private final Map<Integer, String> names = new TreeMap<>();
    private final Map<Integer, String> formats = new TreeMap<>();
    private String mid = "0";

    static Recording read(String name) {
        Recording recording = new Recording();
        try (InputStream in = Recording.class.getResourceAsStream("/recordings/" + name + ".txt");
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, US_ASCII))) {
            lines.lines().forEach(recording::line);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        recording.extensions.add(new HeaderExtension(INDEX_ID, INDEX_URI));
        return recording;
    }

    private void line(String line) {
        if (line.startsWith("#")) {
            fact(line.substring(2).trim());
            return;
        }
        String[] words = line.split(" ", -1);
        byte[] kept = HexFormat.of().parseHex(words[2]);
        byte[] whole = Arrays.copyOf(kept, Integer.parseInt(words[1]));
        packets.add(new Packet(packets.size(), Long.parseLong(words[0]) * 1000, numbered(whole, packets.size())));
    }

    private void fact(String fact) {
        String[] words = fact.substring(fact.indexOf(':') + 1).split("[ /]", 3);
        if (fact.startsWith("a=mid:")) {
            mid = words[0];
        } else if (fact.startsWith("a=extmap:")) {
            extensions.add(new HeaderExtension(Integer.parseInt(words[0]), fact.substring(fact.indexOf(' ') + 1)));
        } else if (fact.startsWith("a=rid:")) {
            rids.add(words[0]);
        } else if (fact.startsWith("a=rtpmap:")) {
            names.put(Integer.parseInt(words[0]), words[1].toLowerCase(java.util.Locale.ROOT));
        } else if (fact.startsWith("a=fmtp:")) {
            formats.put(Integer.parseInt(words[0]), fact.substring(fact.indexOf(' ') + 1));
        }
    }

    /** Puts one more element before the others. */
    private static byte[] numbered(byte[] packet, int index) {
        boolean twoByte = NetworkOrder.u16(packet, 12) == 0x1000;
        byte[] grown = new byte[packet.length + 8];
        System.arraycopy(packet, 0, grown, 0, 16);
        NetworkOrder.put16(grown, 14, NetworkOrder.u16(packet, 14) + 2);
        int at = 16;
        if (twoByte) {
            grown[at++] = INDEX_ID;
            grown[at++] = 4;
        } else {
            grown[at++] = (byte) ((INDEX_ID << 4) | 3);
        }
        NetworkOrder.put32(grown, at, index);
        System.arraycopy(packet, 16, grown, 24, packet.length - 16);
        return grown;
    }

    List<Packet> packets() {
        return packets;
    }

    /** How many packets of this SSRC there are from that one on. */
    int packetsOf(int ssrc, int from) {
        int count = 0;
        for (int i = from; i < packets.size(); i++) {
            count += packets.get(i).ssrc() == ssrc ? 1 : 0;
        }
        return count;
    }

    Packet packet(int index) {
        return packets.get(index);
    }

    /** @param without a URI that is not negotiated */
    List<HeaderExtension> extensions(String without) {
        return extensions.stream()
                .filter(extension -> !extension.uri().equals(without))
                .toList();
    }

    int idOf(String uri) {
        return extensions.stream()
                .filter(extension -> extension.uri().equals(uri))
                .mapToInt(HeaderExtension::extensionId)
                .findFirst()
                .orElse(0);
    }

    String mid() {
        return mid;
    }

    List<Layer> layers() {
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            layers.add(new Layer(rids.isEmpty() ? "" : rids.get(i), 320 << i, 180 << i));
        }
        return layers;
    }

    boolean simulcast() {
        return !rids.isEmpty();
    }

    List<Codec> codecs() {
        List<Codec> codecs = new ArrayList<>();
        names.forEach((type, name) -> {
            if (!name.equals("rtx")) {
                codecs.add(new Codec(
                        type, name, name.matches("opus|red") ? 48_000 : 90_000, -1, formats.getOrDefault(type, "")));
            }
        });
        return codecs;
    }
}
