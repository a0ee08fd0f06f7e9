package chat.tertulia.bench.against;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.bench.load.Generator;
import chat.tertulia.bench.load.Peer;
import chat.tertulia.bench.load.Seat;
import java.io.IOException;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class SdpTest {
    private static final String OFFER = """
            v=0
            m=audio 9 UDP/TLS/RTP/SAVPF 111
            a=mid:7
            a=ice-ufrag:frag
            a=ice-pwd:secret
            a=candidate:1 1 tcp 1518280447 10.0.0.1 9 typ host tcptype active
            a=candidate:2 1 udp 2015363327 10.0.0.1 20001 typ host
            m=video 9 UDP/TLS/RTP/SAVPF 96 97
            a=mid:8
            """;

    @Test
    void shouldReadWhatAUnitOffers() throws IOException {
        Sdp.Remote remote = Sdp.parse(OFFER);
        assertEquals(20001, remote.candidate().getPort());
        assertEquals("frag", remote.ice().ufrag());
        assertEquals("secret", remote.ice().password());
        assertEquals(new Sdp.Section("audio", "7", 111), remote.sections().get(0));
        assertEquals(new Sdp.Section("video", "8", 96), remote.sections().get(1));
    }

    @Test
    void shouldRefuseADescriptionWithoutACandidate() {
        assertThrows(IOException.class, () -> Sdp.parse("v=0\na=ice-ufrag:a\na=ice-pwd:b\n"));
    }

    @Test
    void shouldPassOverWhatIsNoUsableCandidate() {
        assertNull(Sdp.candidate("1 1 udp 1 name.local 4000 typ host"));
        assertNull(Sdp.candidate("1 1 udp 1 10.0.0.1 4000 typ srflx"));
        assertNull(Sdp.candidate("1 1 udp"));
    }

    @Test
    void shouldOfferAsDtlsClientWithNack() throws IOException {
        try (Generator generator = new Generator(InetAddress.ofLiteral("127.0.0.1"))) {
            Peer peer = generator.open();
            String offer = Sdp.offer(peer, new Seat(3, "room", Seat.Media.VIDEO, false));
            assertTrue(offer.contains("a=setup:active\r\n"), offer);
            assertTrue(offer.contains("a=rtcp-fb:96 nack\r\n"), offer);
            assertTrue(offer.contains("a=ssrc:100006 "), offer);
            assertTrue(offer.contains("a=ssrc:100007 "), offer);
            assertEquals(peer.local().getPort(), Sdp.parse(offer).candidate().getPort());
            String answer = Sdp.answer(peer, Sdp.parse(OFFER));
            assertTrue(answer.contains("a=group:BUNDLE 7 8\r\n"), answer);
            assertTrue(answer.contains("a=recvonly\r\na=mid:8\r\n"), answer);
        }
    }
}
