package chat.tertulia.voice.signal;

import java.util.ArrayList;
import java.util.List;

/** Offers as a browser writes them, as far as we read them. Sections keep their order from offer to offer. */
final class ClientOffer {
    private final List<String> sections = new ArrayList<>();
    private String ufrag = "clnt";
    private String digest = "CD" + ":CD".repeat(31);

    ClientOffer audio(String direction) {
        return section("audio", direction, "");
    }

    ClientOffer video(String direction) {
        return section("video", direction, "");
    }

    ClientOffer microphone(String cid) {
        return section("audio", "sendonly", "a=msid:stream " + cid + "\r\na=ssrc:1234 cname:c\r\n");
    }

    ClientOffer camera(String cid) {
        return section(
                "video",
                "sendonly",
                "a=msid:stream " + cid
                        + "\r\na=rid:q send\r\na=rid:h send\r\na=rid:f send\r\na=simulcast:send q;h;f\r\n");
    }

    /** Of a browser that also knows AV1. */
    ClientOffer modernVideo(String direction) {
        return modern(direction, "");
    }

    ClientOffer modernCamera(String cid) {
        return modern("sendonly", "a=msid:stream " + cid + "\r\n");
    }

    private ClientOffer modern(String direction, String more) {
        String formats = """
                a=rtpmap:45 AV1/90000
                a=fmtp:45 level-idx=5;profile=0;tier=0
                a=rtpmap:46 rtx/90000
                a=fmtp:46 apt=45
                a=rtpmap:96 VP8/90000
                a=rtpmap:97 rtx/90000
                a=fmtp:97 apt=96
                """;
        sections.add("m=video 9 UDP/TLS/RTP/SAVPF 96 97 45 46\r\na=mid:" + sections.size() + "\r\n" + formats + "a="
                + direction + "\r\n" + more);
        return this;
    }

    ClientOffer data() {
        int mid = sections.size();
        sections.add("m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=mid:" + mid
                + "\r\na=sctp-port:5000\r\na=max-message-size:262144\r\n");
        return this;
    }

    /** The section now says this direction. */
    ClientOffer turn(int mid, String direction) {
        sections.set(
                mid,
                sections.get(mid)
                        .replaceAll("a=(sendonly|recvonly|inactive|sendrecv)\r\n", "a=" + direction + "\r\n")
                        .replaceAll("a=msid:[^\r]*\r\n", ""));
        return this;
    }

    /** The section is given up (RFC 8829 §5.2.2). */
    ClientOffer refuse(int mid) {
        sections.set(mid, sections.get(mid).replaceFirst(" 9 ", " 0 "));
        return this;
    }

    ClientOffer restarted() {
        ufrag += "x";
        return this;
    }

    ClientOffer impostor() {
        digest = "EE" + ":EE".repeat(31);
        return this;
    }

    String sdp() {
        StringBuilder text = new StringBuilder("v=0\r\na=extmap-allow-mixed\r\na=group:BUNDLE");
        for (int mid = 0; mid < sections.size(); mid++) {
            text.append(' ').append(mid);
        }
        text.append("\r\na=ice-ufrag:" + ufrag + "\r\na=ice-pwd:passwordofclient\r\na=fingerprint:sha-256 " + digest
                + "\r\n");
        sections.forEach(text::append);
        return text.toString();
    }

    private ClientOffer section(String media, String direction, String more) {
        boolean audio = media.equals("audio");
        String formats = audio ? "a=rtpmap:111 opus/48000/2\n" : """
                a=rtpmap:96 VP8/90000
                a=rtpmap:97 rtx/90000
                a=fmtp:97 apt=96
                a=extmap:10 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id
                """;
        sections.add("m=" + media + " 9 UDP/TLS/RTP/SAVPF " + (audio ? "111" : "96 97") + "\r\na=mid:" + sections.size()
                + "\r\n" + formats + "a=" + direction + "\r\n" + more);
        return this;
    }
}
