package chat.tertulia.bench.against;

import chat.tertulia.bench.load.Peer;
import chat.tertulia.bench.load.Seat;
import chat.tertulia.control.Command.IceParameters;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The little of SDP (RFC 8866, RFC 8829) that a peer with one candidate needs towards a unit that speaks it. */
final class Sdp {
    private Sdp() {}

    /** What the other side said of its transport: its first UDP host candidate and the credentials. */
    record Remote(InetSocketAddress candidate, IceParameters ice, List<Section> sections) {
        Remote {
            sections = List.copyOf(sections);
        }
    }

    /** One m-section: its kind, mid and payload type. */
    record Section(String kind, String mid, int payloadType) {}

    static String offer(Peer peer, Seat seat) throws IOException {
        List<Section> sections = new ArrayList<>();
        sections.add(new Section("audio", "0", 111));
        if (seat.sends().hasVideo()) {
            sections.add(new Section("video", "1", 96));
        }
        StringBuilder out = session(peer, sections);
        for (Section section : sections) {
            section(out, section, peer, "sendonly");
            long ssrc = section.kind().equals("audio") ? seat.audioSsrc() : seat.videoSsrc();
            out.append("a=ssrc:")
                    .append(ssrc)
                    .append(" cname:seat")
                    .append(seat.number())
                    .append("\r\n");
        }
        return out.toString();
    }

    static String answer(Peer peer, Remote offer) throws IOException {
        StringBuilder out = session(peer, offer.sections());
        for (Section section : offer.sections()) {
            section(out, section, peer, "recvonly");
        }
        return out.toString();
    }

    private static StringBuilder session(Peer peer, List<Section> sections) throws IOException {
        StringBuilder out = new StringBuilder(1024);
        out.append("v=0\r\no=- 1 1 IN IP4 ").append(peer.local().getAddress().getHostAddress());
        out.append("\r\ns=-\r\nt=0 0\r\na=group:BUNDLE");
        sections.forEach(section -> out.append(' ').append(section.mid()));
        return out.append("\r\n");
    }

    /** The DTLS client is always this side, so that it decides which SRTP profiles are offered. NACK as browsers have it. */
    private static void section(StringBuilder out, Section section, Peer peer, String direction) throws IOException {
        InetSocketAddress local = peer.local();
        String address = local.getAddress().getHostAddress();
        boolean audio = section.kind().equals("audio");
        int type = section.payloadType();
        line(out, "m=" + section.kind() + " 9 UDP/TLS/RTP/SAVPF " + type);
        line(out, "c=IN IP4 " + address);
        line(out, "a=" + direction);
        line(out, "a=mid:" + section.mid());
        line(out, "a=rtcp-mux");
        line(out, "a=ice-ufrag:" + peer.ice().ufrag());
        line(out, "a=ice-pwd:" + peer.ice().password());
        line(out, "a=fingerprint:sha-256 " + peer.fingerprint());
        line(out, "a=setup:active");
        line(out, "a=rtpmap:" + type + (audio ? " opus/48000/2" : " VP8/90000"));
        if (audio) {
            line(out, "a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level");
        } else {
            line(out, "a=rtcp-fb:" + type + " nack");
            line(out, "a=rtcp-fb:" + type + " nack pli");
        }
        line(out, "a=candidate:1 1 udp 2130706431 " + address + " " + local.getPort() + " typ host");
        line(out, "a=end-of-candidates");
    }

    private static void line(StringBuilder out, String text) {
        out.append(text).append("\r\n");
    }

    static Remote parse(String text) throws IOException {
        String ufrag = null;
        String password = null;
        InetSocketAddress candidate = null;
        List<Section> sections = new ArrayList<>();
        for (String line : text.split("\r?\n", -1)) {
            if (line.startsWith("m=")) {
                String[] words = line.substring(2).split(" ", -1);
                sections.add(new Section(words[0], Integer.toString(sections.size()), Integer.parseInt(words[3])));
            } else if (line.startsWith("a=mid:") && !sections.isEmpty()) {
                Section last = sections.removeLast();
                sections.add(new Section(last.kind(), line.substring(6), last.payloadType()));
            } else if (line.startsWith("a=ice-ufrag:")) {
                ufrag = line.substring(12);
            } else if (line.startsWith("a=ice-pwd:")) {
                password = line.substring(10);
            } else if (line.startsWith("a=candidate:") && candidate == null) {
                candidate = candidate(line.substring(12));
            }
        }
        if (ufrag == null || password == null || candidate == null) {
            throw new IOException("The description names no way to the other side:\n" + text);
        }
        return new Remote(candidate, new IceParameters(ufrag, password), sections);
    }

    /** RFC 8839 §5.1; null for another transport or another kind than host. */
    static @Nullable InetSocketAddress candidate(String line) {
        String[] words = line.split(" ", -1);
        boolean usable = words.length >= 8 && words[2].equalsIgnoreCase("udp") && words[7].equals("host");
        try {
            return usable ? new InetSocketAddress(InetAddress.ofLiteral(words[4]), Integer.parseInt(words[5])) : null;
        } catch (IllegalArgumentException aName) {
            return null;
        }
    }
}
